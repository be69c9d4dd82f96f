package dev.imagemanager.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathTextTest {

    private static Path path(String percentEncoded) {
        return Path.of(URI.create("file://" + percentEncoded));
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "a", "a/b c", "/a/%41 #?", "K\u00f6ln/\u65e5\u672c", "\uFFFD", "a\nb", "", "\uD83D\uDC33"})
    void textIsUtf8(String text) {
        assertThat(PathText.bytes(Path.of(text))).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void otherNamesAreToldApart(@TempDir Path directory) throws IOException {
        Path latin1 = path("/a/gr%FC%DF%20%25");
        Path other = path("/a/gr%FD%DF%20%25");
        assertThat(latin1.toString()).isEqualTo(other.toString());

        assertThat(PathText.bytes(latin1)).isEqualTo(bytes("/a/gr\u00FC\u00DF %"));
        assertThat(PathText.bytes(other)).isEqualTo(bytes("/a/gr\u00FD\u00DF %"));
        assertThat(PathText.bytes(path("/a").relativize(latin1))).isEqualTo(bytes("gr\u00FC\u00DF %"));
        assertThat(PathText.isText(latin1)).isFalse();

        Path existing = path(directory.toUri().getRawPath() + "%FF");
        Files.createDirectory(existing);
        assertThat(PathText.bytes(directory.relativize(existing))).isEqualTo(bytes("\u00FF"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "a/b c", "/a/%41 #?", "gr\u00FC\u00DF/../%", "/gr\u00FC\u00DF", "../\u00FF", "a\u00FF\n\r?"
            })
    void aPathIsMadeOfItsBytes(String latin1) {
        Path path = PathText.of(bytes(latin1));

        assertThat(PathText.bytes(path)).isEqualTo(bytes(latin1));
        assertThat(path.isAbsolute()).isEqualTo(latin1.startsWith("/"));
    }

    @Test
    void bytesOfUtf8AreThePathOfTheirText() {
        assertThat(PathText.of("K\u00f6ln/a".getBytes(StandardCharsets.UTF_8))).isEqualTo(Path.of("K\u00f6ln/a"));
    }

    @Test
    void halfASurrogatePairIsNoPath() {
        assertThat(PathText.isPath("caf\u00e9")).isTrue();
        assertThat(PathText.isPath("\uD83D")).isFalse();
    }
}
