package dev.imagemanager.infra.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.pipeline.build.PinnedImage;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutImageStoreTest {

    private static final Platform ARM = Platform.parse("linux/arm64");

    @TempDir
    Path directory;

    private LayoutImageStore store;
    private final FakeArchive base = new FakeArchive("one", "two");
    private final FakeArchive child = new FakeArchive("one", "two", "three");

    @BeforeEach
    void open() {
        store = new LayoutImageStore(directory.resolve("layout"));
    }

    private void add(String tag, FakeArchive archive) {
        store.add("team/app", tag, archive.digest(), archive.writeTo(directory.resolve("image.tar")));
    }

    private Path blob(String content) {
        return directory
                .resolve("layout/blobs/sha256")
                .resolve(Digest.of(content).hex());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("layout"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    @Test
    void anImageIsThereUnderItsNameAlsoForTheNextProgram() throws IOException {
        add("1", base);

        assertThat(store.digestOf("team/app", "1")).contains(base.digest());
        assertThat(new LayoutImageStore(directory.resolve("layout")).digestOf("team/app", "1"))
                .contains(base.digest());
        assertThat(store.digestOf("team/app", "2")).isEmpty();
        assertThat(store.pinned("team/app", base.digest()))
                .isEqualTo(new PinnedImage.InLayout(directory.resolve("layout"), base.digest()));
        assertThat(store.pushReferences("team/app", List.of("1"))).isEmpty();
        assertThat(blob("one")).hasContent("one");
        assertThat(directory.resolve("layout/oci-layout")).hasContent("{\"imageLayoutVersion\":\"1.0.0\"}");
        assertThat(files()).noneMatch(file -> file.endsWith(".partial"));
    }

    @Test
    void aLayerThatIsThereIsNotWrittenAgain() throws IOException {
        add("1", base);
        Files.setLastModifiedTime(blob("one"), FileTime.fromMillis(0));
        add("2", child);

        assertThat(Files.getLastModifiedTime(blob("one"))).isEqualTo(FileTime.fromMillis(0));
        assertThat(store.digestOf("team/app", "1")).contains(base.digest());
        assertThat(store.digestOf("team/app", "2")).contains(child.digest());
    }

    @Test
    void anImageOfWhichAPartIsMissingIsNotThereAndCanBeTakenBackFromItsArchive() throws IOException {
        add("1", base);
        Files.delete(blob("two"));
        assertThat(store.digestOf("team/app", "1")).isEmpty();
        assertThat(store.restore("team/app", "1", base.digest(), directory.resolve("image.tar")))
                .isTrue();
        assertThat(store.digestOf("team/app", "1")).contains(base.digest());

        Files.writeString(blob("two"), "tw");
        assertThat(store.digestOf("team/app", "1")).isEmpty();
        Files.writeString(directory.resolve("layout/index.json"), "{damaged");
        assertThat(store.digestOf("team/app", "1")).isEmpty();
        add("1", base);
        Files.writeString(
                directory.resolve("layout/blobs/sha256").resolve(base.digest().hex()), "{}");
        assertThat(store.digestOf("team/app", "1")).isEmpty();
        add("1", base);
        assertThat(store.digestOf("team/app", "1")).contains(base.digest());
    }

    @Test
    void aDamagedArchiveIsRefused() throws IOException {
        Path damaged = new FakeArchive("one", "two").damaged("two").writeTo(directory.resolve("damaged.tar"));
        assertThatThrownBy(() -> store.add("team/app", "1", base.digest(), damaged))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("cannot store images in " + directory)
                .hasMessageContaining("is damaged: its digest is sha256:");
        assertThat(store.restore("team/app", "1", base.digest(), damaged)).isFalse();

        Path incomplete = new FakeArchive("one", "two").without("two").writeTo(directory.resolve("incomplete.tar"));
        assertThat(store.restore("team/app", "1", base.digest(), incomplete)).isFalse();
        assertThat(store.restore("team/app", "1", base.digest(), directory.resolve("none.tar")))
                .isFalse();
        assertThat(store.digestOf("team/app", "1")).isEmpty();
        assertThat(files()).noneMatch(file -> file.endsWith(".partial"));
    }

    @Test
    void anotherImagesArchiveIsRefused() {
        Path other = child.writeTo(directory.resolve("other.tar"));

        assertThat(store.restore("team/app", "1", base.digest(), other)).isFalse();
    }

    @Test
    void severalPlatformsGetTheIndexThatARegistryWouldHave() {
        add("1-linux-amd64", base);
        add("1-linux-arm64", child);

        Digest digest = store.putIndex(
                "team/app", "1", Map.of(ARM, child.digest(), Platform.LINUX_AMD64, base.digest()), new TreeMap<>());

        assertThat(store.digestOf("team/app", "1")).contains(digest);
        assertThat(directory.resolve("layout/blobs/sha256").resolve(digest.hex()))
                .content()
                .startsWith("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
                        + "\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\""
                        + base.digest());
    }

    @Test
    void whatHasNoWantedNameGoesWithAllThatOnlyItNeeds() throws IOException {
        add("1", base);
        add("2", child);
        add("old", new FakeArchive("one", "four"));
        Files.writeString(directory.resolve("layout/blobs/sha256/.half.partial"), "");

        store.retain(Set.of("team/app:1", "other:1"));

        assertThat(store.digestOf("team/app", "1")).contains(base.digest());
        assertThat(store.digestOf("team/app", "2")).isEmpty();
        assertThat(blob("one")).exists();
        assertThat(blob("three")).doesNotExist();
        assertThat(files()).hasSize(6);
    }

    @Test
    void anIndexKeepsItsImages() {
        add("1-linux-amd64", base);
        Digest digest = store.putIndex("team/app", "1", Map.of(Platform.LINUX_AMD64, base.digest()), new TreeMap<>());

        store.retain(Set.of("team/app:1"));

        assertThat(store.digestOf("team/app", "1")).contains(digest);
        assertThat(blob("two")).exists();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsSaid() throws IOException {
        Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> new LayoutImageStore(directory.resolve("file/layout")))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("cannot store images in " + directory.resolve("file/layout"));
    }
}
