package dev.imagemanager.pipeline.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildContextsTest {

    private static final Path CONTEXT = Path.of("app");

    @TempDir
    Path directory;

    @TempDir
    Path cache;

    private final Set<String> seen = new HashSet<>();
    private Path context;

    @BeforeEach
    void makeContext() throws IOException {
        context = Files.createDirectory(directory.resolve(CONTEXT));
    }

    private BuildContexts contexts() {
        return new BuildContexts(directory, Optional.of(cache));
    }

    private String hash(String... patterns) throws IOException {
        BuildContexts contexts = contexts();
        String hash = contexts.hash(CONTEXT, String.join("\n", patterns).getBytes(StandardCharsets.UTF_8));
        contexts.keep();
        return hash;
    }

    private void isNew(String... patterns) throws IOException {
        assertThat(seen.add(hash(patterns))).isTrue();
    }

    private void isKnown(String... patterns) throws IOException {
        assertThat(seen).contains(hash(patterns));
    }

    private TestFleet files() {
        return new TestFleet(context);
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
        Files.createDirectory(context.resolve("empty"));
        isNew();
        Files.createSymbolicLink(context.resolve("link"), Path.of("a"));
        isNew();
        Files.delete(context.resolve("link"));
        Files.createSymbolicLink(context.resolve("link"), Path.of("link"));
        isNew();
        Files.setAttribute(context.resolve("a"), "unix:mode", 0100600);
        isNew();
        Files.setAttribute(context.resolve("a"), "unix:mode", 0102600);
        isNew();
    }

    /** The names have the same text, since the bytes are not UTF-8. */
    @Test
    void theBytesOfNamesAndLinksCount() throws IOException {
        isNew();
        for (String name : List.of("gr%FC%DF", "gr%FD%DF")) {
            Path file = Files.createFile(context.resolve(named(name)));
            isNew();
            Files.delete(file);
            Files.createSymbolicLink(context.resolve("link"), named(name));
            isNew();
            Files.delete(context.resolve("link"));
        }
    }

    private static Path named(String percentEncoded) {
        return Path.of("/").relativize(Path.of(URI.create("file:///" + percentEncoded)));
    }

    @Test
    void timesDoNotCount() throws IOException {
        files().with("a", "1");
        isNew();
        Files.setLastModifiedTime(context.resolve("a"), FileTime.fromMillis(0));
        isKnown();
    }

    @Test
    void whatIsLeftOutDoesNotCount() throws IOException {
        files().with("a", "1");
        isNew("*.log", "vendor");
        files().with("run.log", "1").with("vendor/blob", "1");
        isKnown("*.log", "vendor");
        files().with("vendor/blob", "2").with("vendor/more", "2");
        isKnown("*.log", "vendor");
        isNew("*.log", "vendor", "!vendor/more");
        files().with("vendor/blob", "3");
        isKnown("*.log", "vendor", "!vendor/more");
        files().with("deep/run.log", "1");
        isNew("*.log", "vendor");
    }

    /** Such files are not opened: without permissions, that would fail; a named pipe would wait for ever. */
    @Test
    void whatIsLeftOutIsNotRead() throws IOException, InterruptedException {
        files().with("a", "1");
        isNew("data");
        files().with("data/secret", "1");
        assertThat(new ProcessBuilder("mkfifo", context.resolve("data/pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.setPosixFilePermissions(context.resolve("data/secret"), Set.of());
        Files.setPosixFilePermissions(context.resolve("data"), Set.of());
        isKnown("data");
        isKnown("data", "!data/secret/none");
        Files.setPosixFilePermissions(
                context.resolve("data"), java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aMissingContextIsAnEmptyOne() throws IOException {
        assertThat(contexts().hash(Path.of("missing"), new byte[0])).matches("[0-9a-f]{64}");
    }

    @Test
    void aContextBehindALinkIsTheContextItself() throws IOException {
        files().with("a", "1");
        Files.createSymbolicLink(directory.resolve("link"), context);

        assertThat(contexts().hash(Path.of("link"), new byte[0]))
                .isEqualTo(contexts().hash(CONTEXT, new byte[0]));
    }

    @Test
    void aContextIsReadOnceInARun() throws IOException {
        files().with("a", "1");
        BuildContexts contexts = contexts();
        String first = contexts.hash(CONTEXT, new byte[0]);
        files().with("a", "2");

        assertThat(contexts.hash(CONTEXT, new byte[0])).isEqualTo(first);
        contexts.lookAgain(List.of(CONTEXT));
        assertThat(contexts.hash(CONTEXT, new byte[0])).isNotEqualTo(first);
    }

    /** What the cache says of a file counts as long as the file is the same. */
    @Test
    void aFileIsReadOnceAsLongAsItIsTheSame() throws IOException {
        files().with("a", "1");
        settle();
        isNew();
        replaceInCache('1');
        isNew();
        files().with("a", "2");
        isNew();
    }

    @Test
    void aFileThatJustChangedIsReadAgain() throws IOException {
        files().with("a", "1");
        isNew();
        assertThat(cacheFiles()).isEmpty();
    }

    @Test
    void aDamagedCacheIsNotUsed() throws IOException {
        files().with("a", "1");
        settle();
        isNew();
        for (Path file : cacheFiles()) {
            byte[] content = Files.readAllBytes(file);
            Files.write(file, java.util.Arrays.copyOf(content, content.length / 2));
        }
        isKnown();
        for (Path file : cacheFiles()) {
            Files.writeString(file, "damaged");
        }
        isKnown();
    }

    /** Waits until the file is older than the longest tick of a file system. */
    private void settle() throws IOException {
        Instant end = Instant.now().plusSeconds(10);
        FileTime changed = (FileTime) Files.getAttribute(context.resolve("a"), "unix:ctime");
        while (Instant.now().isBefore(changed.toInstant().plusMillis(2_100))
                && Instant.now().isBefore(end)) {
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
    }

    private List<Path> cacheFiles() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.toList();
        }
    }

    /** Changes the last byte, which is part of a hash. */
    private void replaceInCache(char content) throws IOException {
        assertThat(cacheFiles()).hasSize(1);
        byte[] bytes = Files.readAllBytes(cacheFiles().get(0));
        bytes[bytes.length - 1] ^= (byte) content;
        Files.write(cacheFiles().get(0), bytes);
    }

    @Test
    void linksThatLeadOutOfTheContextAreNoted() throws IOException {
        files().with("deep/file", "1");
        link("deep/inside", "../deep/file");
        link("dangling", "nowhere");
        link("absolute", "/etc/ssl/certs");
        link("deep/left", "../../out/file");
        link("root", "..");
        link("fleet", directory.resolve("common/file").toString());
        link("vendor", "../out");

        List<Problem> notes = contexts().notes(CONTEXT, "vendor".getBytes(StandardCharsets.UTF_8));

        assertThat(notes)
                .extracting(note -> note.location().orElseThrow().file().toString())
                .containsExactly("app/deep/left", "app/fleet", "app/root");
        assertThat(notes.get(0).message()).contains("leads out of the build context, to ../../out/file");
        assertThat(notes.get(0).hint().orElse("")).contains("'contexts'");
    }

    private void link(String file, String target) throws IOException {
        Files.createSymbolicLink(context.resolve(file), Path.of(target));
    }
}
