package dev.imagemanager.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    Path directory;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void replacesAFileAndLeavesNothingElse() throws IOException {
        Path file = directory.resolve("a");
        AtomicFile.write(file, "old".getBytes());
        AtomicFile.write(file, "new".getBytes());

        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("a");
    }

    @Test
    void makesTheDirectory() throws IOException {
        AtomicFile.write(directory.resolve("b/c/d"), "text".getBytes());

        assertThat(directory.resolve("b/c/d")).hasContent("text");
    }

    /** A program that opens it waits for another one. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aNamedPipeInThePlaceOfTheDirectoryHasNoLeftovers() throws IOException, InterruptedException {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThat(AtomicFile.leftoversIn(pipe)).isEmpty();
        assertThat(AtomicFile.leftovers(pipe.resolve("build.json"))).isEmpty();
        assertThat(AtomicFile.leftoversIn(directory.resolve("nothing"))).isEmpty();
    }

    @Test
    void keepsTheOldContentUntilItIsCommitted() throws IOException {
        Path file = Files.writeString(directory.resolve("a"), "old");
        try (AtomicFile replacement = AtomicFile.replacing(file)) {
            Files.writeString(replacement.partial(), "half");
            assertThat(file).hasContent("old");
        }

        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("a");
    }

    @Test
    void replacesALinkAndNotWhatItLeadsTo() throws IOException {
        Path other = Files.writeString(directory.resolve("other"), "untouched");
        Path link = Files.createSymbolicLink(directory.resolve("link"), other);
        AtomicFile.write(link, "new".getBytes());

        assertThat(link).isRegularFile().hasContent("new");
        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertThat(other).hasContent("untouched");
    }

    @Test
    void canKeepASecret() throws IOException {
        Path file = directory.resolve("a");
        AtomicFile.write(file, "secret".getBytes(), PosixFilePermissions.fromString("rw-------"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void findsWhatKilledProgramsLeft() throws IOException {
        Path file = directory.resolve("image.tar");
        AtomicFile killed = AtomicFile.replacing(file);
        Files.writeString(directory.resolve("image.tar.partial"), "somebody's");

        assertThat(AtomicFile.leftovers(file)).containsExactly(killed.partial());
        assertThat(AtomicFile.leftovers(directory.resolve("missing/file"))).isEmpty();
    }
}
