package dev.imagemanager.infra.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCopyTest {

    @TempDir
    Path directory;

    private Path layout;
    private Path copy;
    private final FakeArchive base = new FakeArchive("one", "two");
    private final FakeArchive other = new FakeArchive("three");

    @BeforeEach
    void store() {
        layout = directory.resolve("layout");
        copy = directory.resolve("copy");
        LayoutImageStore store = new LayoutImageStore(layout);
        store.add("base", "1", base.digest(), base.writeTo(directory.resolve("base.tar")));
        store.add("other", "1", other.digest(), other.writeTo(directory.resolve("other.tar")));
    }

    private static Path blob(Path layout, String content) {
        return layout.resolve("blobs/sha256").resolve(Digest.of(content).hex());
    }

    @Test
    void theCopyHasOneImageWithItsBlobs() throws IOException, InterruptedException {
        ImageCopy.write(layout, base.digest(), copy);

        JsonNode index = new ObjectMapper().readTree(copy.resolve("index.json").toFile());
        assertThat(index.path("manifests")).singleElement().satisfies(image -> assertThat(
                        image.path("digest").asText())
                .isEqualTo(base.digest().toString()));
        assertThat(blob(copy, "one")).hasContent("one");
        assertThat(blob(copy, "two")).hasContent("two");
        assertThat(blob(copy, "three")).doesNotExist();
    }

    /** A fleet's layout may come with its repository, and programs that read the copy do not compare digests. */
    @Test
    void whatIsNotWhatItsDigestSaysIsNotCopied() throws IOException {
        Files.writeString(blob(layout, "one"), "eno");
        assertThatThrownBy(() -> ImageCopy.write(layout, base.digest(), copy))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is damaged");

        Path secret = Files.writeString(directory.resolve("secret"), "three");
        Files.delete(blob(layout, "three"));
        Files.createSymbolicLink(blob(layout, "three"), secret);
        assertThatThrownBy(() -> ImageCopy.write(layout, other.digest(), directory.resolve("second")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ImageCopy.write(layout, Digest.of("absent"), directory.resolve("third")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is missing or damaged");
    }
}
