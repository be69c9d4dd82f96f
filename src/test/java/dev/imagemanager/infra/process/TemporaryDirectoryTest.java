package dev.imagemanager.infra.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.problem.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class TemporaryDirectoryTest {

    @TempDir
    Path parent;

    /** As a program leaves it that was killed: its lock ended with it. */
    private Path leftover(String name) throws IOException {
        Path root = Files.createDirectories(parent.resolve(name));
        Files.createFile(root.resolve("lock"));
        Files.writeString(Files.createDirectory(root.resolve("content")).resolve("config.json"), "hush");
        return root;
    }

    private void clean() throws IOException {
        try (TemporaryDirectory own = TemporaryDirectory.create(parent)) {
            own.removeLeftovers();
            assertThat(own.path()).isEmptyDirectory();
        }
    }

    @Test
    void itIsItsOwnersAndGoesWhenItIsClosed() throws IOException {
        try (TemporaryDirectory own = TemporaryDirectory.create(parent)) {
            assertThat(Files.getPosixFilePermissions(own.path().getParent()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            Files.writeString(own.resolve("file"), "content");
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatAKilledProgramLeftIsRemoved() throws IOException {
        leftover("image-manager-1");
        leftover("image-manager-2");

        clean();

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void thatOfAProgramThatRunsIsKept() throws IOException, InterruptedException {
        Path root = leftover("image-manager-1");
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        root.resolve("lock").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.getInputStream().read()).as("the lock is held").isEqualTo('h');

            clean();
            assertThat(root.resolve("content/config.json")).exists();
        } finally {
            other.destroyForcibly().waitFor();
        }
        clean();
        assertThat(root).doesNotExist();
    }

    @Test
    void aMissingDirectoryIsNamedWithItsVariable() {
        String before = System.getProperty("java.io.tmpdir");
        try {
            System.setProperty("java.io.tmpdir", parent.resolve("missing").toString());
            assertThatThrownBy(TemporaryDirectory::create)
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining(parent.resolve("missing")
                            + " does not exist; create it, or set TMPDIR to another directory");
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }

    @Test
    void whatIsNotOfThisProgramIsLeftAlone() throws IOException {
        Path other = leftover("another-program-1");
        Path withoutLock = Files.createDirectories(parent.resolve("image-manager-1"));
        Path target = leftover("target");
        Path link = Files.createSymbolicLink(parent.resolve("image-manager-2"), target);
        Path linked = Files.createDirectories(parent.resolve("image-manager-3"));
        Files.createSymbolicLink(linked.resolve("lock"), target.resolve("lock"));

        clean();

        try (Stream<Path> left = Files.list(parent)) {
            assertThat(left).containsExactlyInAnyOrder(other, withoutLock, target, link, linked);
        }
        assertThat(target.resolve("content/config.json")).hasContent("hush");
    }

    @Test
    @EnabledIfSystemProperty(named = "user.name", matches = "root")
    void thatOfAnotherUserIsLeftAlone() throws IOException {
        Path root = leftover("image-manager-1");
        Files.setAttribute(root, "unix:uid", 65_534);

        clean();

        assertThat(root.resolve("content/config.json")).exists();
    }
}
