package dev.imagemanager.pipeline.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.imagemanager.file.FileState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextCopyTest {

    private static final FileTime SET = FileTime.from(Instant.parse("2001-09-09T01:46:40Z"));
    private static final FileTime USUAL = FileTime.from(Instant.parse("2026-01-02T03:04:05.678901234Z"));
    private static final byte[] IGNORE = "left-out\n".getBytes(StandardCharsets.UTF_8);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @TempDir
    Path fleet;

    private final Path folder = Path.of("images/app");

    private Path write(String file, String content, FileTime time) throws IOException {
        Path path = fleet.resolve(folder).resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
        return Files.setLastModifiedTime(path, time);
    }

    private BuildContexts contexts() {
        return new BuildContexts(fleet, Optional.empty());
    }

    private Path copy(String name) throws IOException {
        Path target = fleet.resolve(name);
        assertThat(contexts().copyIfAmbiguous(folder, IGNORE, Set.of(), target)).isTrue();
        return target;
    }

    @Test
    void onlyTimesThatWereProbablySetNeedACopy() throws IOException {
        write("usual", "x", USUAL);
        write("left-out", "x", SET);
        assertThat(contexts().copyIfAmbiguous(folder, IGNORE, Set.of(), fleet.resolve("none")))
                .isFalse();
        assertThat(fleet.resolve("none")).doesNotExist();

        write("below/set", "x", SET);
        assertThat(contexts().copyIfAmbiguous(folder, IGNORE, Set.of(), fleet.resolve("copy")))
                .isTrue();
    }

    @Test
    void filesOfTheSameSizeAndTimeDifferInTheFractionOfTheSecond() throws IOException {
        write("VERSION", "one", SET);
        FileState one = FileState.of(copy("first").resolve("VERSION"));
        FileState again = FileState.of(copy("again").resolve("VERSION"));
        write("VERSION", "two", SET);
        FileState two = FileState.of(copy("second").resolve("VERSION"));

        assertThat(one.modified()).isEqualTo(again.modified()).isNotEqualTo(two.modified());
        assertThat(one.modified() / SECOND).isEqualTo(two.modified() / SECOND).isEqualTo(SET.to(TimeUnit.SECONDS));
    }

    @Test
    void filesThatLookLikeThoseOfOtherContextsDifferToo() throws IOException {
        write("VERSION", "one", USUAL);
        write("other", "x", USUAL);
        Path second = Path.of("images/second");
        Files.createDirectories(fleet.resolve(second));
        Files.writeString(fleet.resolve(second).resolve("VERSION"), "two");
        Files.setLastModifiedTime(fleet.resolve(second).resolve("VERSION"), USUAL);
        List<Map.Entry<Path, byte[]>> all =
                List.of(Map.entry(folder, IGNORE), Map.entry(folder, IGNORE), Map.entry(second, IGNORE));

        Set<FileLook> shared = contexts().shared(all);

        assertThat(shared).containsExactly(new FileLook("VERSION", 3, USUAL.to(TimeUnit.NANOSECONDS)));
        Path one = fleet.resolve("one");
        Path two = fleet.resolve("two");
        assertThat(contexts().copyIfAmbiguous(folder, IGNORE, shared, one)).isTrue();
        assertThat(contexts().copyIfAmbiguous(second, IGNORE, shared, two)).isTrue();
        assertThat(FileState.of(one.resolve("other")).modified()).isEqualTo(USUAL.to(TimeUnit.NANOSECONDS));
        long first = FileState.of(one.resolve("VERSION")).modified();
        assertThat(first).isNotEqualTo(FileState.of(two.resolve("VERSION")).modified());
        assertThat(first / SECOND).isEqualTo(USUAL.to(TimeUnit.SECONDS));
    }

    @Test
    void aContextThatCannotBeReadConcernsNoOther() throws IOException {
        write("VERSION", "one", USUAL);
        Path second = Path.of("images/second");
        Files.createSymbolicLink(fleet.resolve(second), fleet.resolve("..").toRealPath());

        assertThatIOException().isThrownBy(() -> contexts().files(second, IGNORE));
        assertThat(contexts().shared(List.of(Map.entry(second, IGNORE), Map.entry(folder, IGNORE))))
                .isEmpty();
    }

    @Test
    void everythingElseIsAsItWas() throws IOException {
        Path usual = write("bin/run", "x", USUAL);
        Files.setPosixFilePermissions(usual, PosixFilePermissions.fromString("rwxr-x---"));
        write("left-out", "x", SET);
        write("set", "x", SET);
        Files.createSymbolicLink(fleet.resolve(folder).resolve("link"), Path.of("nowhere"));
        Files.createDirectory(fleet.resolve(folder).resolve("empty"));
        Path bin = fleet.resolve(folder).resolve("bin");
        Files.setPosixFilePermissions(bin, PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.setLastModifiedTime(bin, SET);

        Path copy = copy("copy");

        for (String same : new String[] {"bin", "bin/run", "link", "empty"}) {
            FileState expected = FileState.of(fleet.resolve(folder).resolve(same));
            FileState actual = FileState.of(copy.resolve(same));
            assertThat(actual.mode()).as(same).isEqualTo(expected.mode());
            assertThat(actual.modified()).as(same).isEqualTo(expected.modified());
        }
        assertThat(Files.readSymbolicLink(copy.resolve("link"))).isEqualTo(Path.of("nowhere"));
        assertThat(copy.resolve("bin/run")).hasContent("x");
        assertThat(copy.resolve("left-out")).doesNotExist();
        Files.setPosixFilePermissions(bin, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(copy.resolve("bin"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
