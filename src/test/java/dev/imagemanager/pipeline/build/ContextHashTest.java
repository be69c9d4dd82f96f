package dev.imagemanager.pipeline.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextHashTest {

    @TempDir
    Path directory;

    private final Set<String> seen = new HashSet<>();

    private void isNew() throws IOException {
        assertThat(seen.add(ContextHash.of(directory))).isTrue();
    }

    private void isKnown() throws IOException {
        assertThat(seen).contains(ContextHash.of(directory));
    }

    private TestFleet files() {
        return new TestFleet(directory);
    }

    @Test
    void everythingThatReachesTheBuildCounts() throws IOException {
        isNew();
        files().with("a", "1");
        isNew();
        files().with("a", "2");
        isNew();
        files().with("b", "2").without("a");
        isNew();
        files().with("ab", "c").without("b");
        isNew();
        files().with("a", "bc").without("ab");
        isNew();
        Files.createDirectory(directory.resolve("empty"));
        isNew();
        Files.createSymbolicLink(directory.resolve("link"), Path.of("a"));
        isNew();
        Files.delete(directory.resolve("link"));
        Files.createSymbolicLink(directory.resolve("link"), Path.of("link"));
        isNew();
        Files.setAttribute(directory.resolve("a"), "unix:mode", 0100600);
        isNew();
        Files.setAttribute(directory.resolve("a"), "unix:mode", 0102600);
        isNew();
    }

    @Test
    void definitionsTemplatesAndTimesDoNotCount() throws IOException {
        files().with("a", "1").with("variant/a", "");
        isNew();
        files().with("image.yml", "")
                .with("x.tmpl", "")
                .with("variant/Dockerfile.tmpl", "")
                .with("variant/test.yml.tmpl", "");
        isKnown();
        Files.setLastModifiedTime(directory.resolve("a"), FileTime.fromMillis(0));
        isKnown();
        files().with("variant/image.yml", "").with("variant/x.tmpl", "");
        isNew();
        files().without("variant/x.tmpl");
        isKnown();
        Files.createDirectories(directory.resolve("very/deep"));
        isNew();
        files().with("very/deep/image.yml", "");
        isKnown();
    }

    @Test
    void aMissingContextIsAnEmptyOne() throws IOException {
        assertThat(ContextHash.of(directory.resolve("missing"))).matches("[0-9a-f]{64}");
    }

    @Test
    void aContextBehindALinkIsTheContextItself() throws IOException {
        Path context = Files.createDirectory(directory.resolve("context"));
        Files.writeString(context.resolve("a"), "1");
        Path link = Files.createSymbolicLink(directory.resolve("link"), context);

        assertThat(ContextHash.of(link)).isEqualTo(ContextHash.of(context));
    }
}
