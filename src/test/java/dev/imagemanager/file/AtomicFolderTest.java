package dev.imagemanager.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFolderTest {

    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-rw-rw-");

    @TempDir
    Path parent;

    private Path folder;

    @BeforeEach
    void name() {
        folder = parent.resolve("new");
    }

    @Test
    void itAppearsWithAllItsFiles() throws IOException {
        try (AtomicFolder created = AtomicFolder.creating(folder)) {
            created.write("a", "one".getBytes(), FILE);
            created.write("b", new byte[0], PosixFilePermissions.fromString("rwx------"));
            assertThat(folder).doesNotExist();
            assertThat(created.commit()).isTrue();
        }

        assertThat(folder.resolve("a")).hasContent("one");
        assertThat(Files.isExecutable(folder.resolve("b"))).isTrue();
        assertThat(Folder.entries(parent)).containsExactly(folder);
        // Like any new folder, whatever the umask is.
        assertThat(Files.getPosixFilePermissions(folder))
                .isEqualTo(Files.getPosixFilePermissions(Files.createDirectory(parent.resolve("other"))));
    }

    @Test
    void whatIsInItsPlaceStays() throws IOException {
        try (AtomicFolder created = AtomicFolder.creating(folder)) {
            created.write("a", "one".getBytes(), FILE);
            Files.createDirectory(folder);
            Files.writeString(folder.resolve("b"), "precious");
            assertThat(created.commit()).isFalse();
        }

        assertThat(Folder.entries(folder)).containsExactly(folder.resolve("b"));
        assertThat(Folder.entries(parent)).containsExactly(folder);
    }

    @Test
    void aFailureLeavesNothing() throws IOException {
        try (AtomicFolder created = AtomicFolder.creating(folder)) {
            created.write("a", "one".getBytes(), FILE);
            assertThatThrownBy(() -> created.write("a", "two".getBytes(), FILE))
                    .isInstanceOf(FileAlreadyExistsException.class);
        }

        assertThat(Folder.entries(parent)).isEmpty();
    }

    @Test
    void onlyWhatKilledProgramsLeftIsRemoved() throws IOException {
        AtomicFolder.creating(folder).write("a", "one".getBytes(), FILE);
        Path file = Files.createFile(parent.resolve(".new.1.partial"));
        Path link = Files.createSymbolicLink(parent.resolve(".new.2.partial"), Files.createDirectory(folder));
        Files.createFile(folder.resolve("b"));

        AtomicFolder.removeLeftovers(parent);

        assertThat(Folder.entries(parent)).containsExactlyInAnyOrder(file, link, folder);
        assertThat(folder.resolve("b")).exists();
    }
}
