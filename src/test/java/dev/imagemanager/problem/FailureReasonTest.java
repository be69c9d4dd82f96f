package dev.imagemanager.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailureReasonTest {

    @Test
    void exceptionsThatOnlyNameAFileAreSaidInWords() {
        assertThat(FailureReason.of(new AccessDeniedException("/f"))).isEqualTo("permission denied: /f");
        assertThat(FailureReason.of(new NoSuchFileException("/f"))).isEqualTo("/f does not exist");
        assertThat(FailureReason.of(new FileAlreadyExistsException("/f"))).isEqualTo("/f already exists");
        assertThat(FailureReason.of(new DirectoryNotEmptyException("/f"))).isEqualTo("directory /f is not empty");
    }

    @Test
    void whatTheSystemSaysIsTakenOver() {
        assertThat(FailureReason.of(new FileSystemException("/f", null, "Read-only file system")))
                .isEqualTo("Read-only file system");
        assertThat(FailureReason.of(new IOException("connection reset"))).isEqualTo("connection reset");
    }

    @Test
    void aFullDiskIsSaidInWords() {
        assertThat(FailureReason.of(new IOException("No space left on device")))
                .isEqualTo("no space is left on the disk");
        assertThat(FailureReason.of(new FileSystemException("/f", null, "No space left on device")))
                .isEqualTo("no space is left on the disk");
    }

    @Test
    void anExceptionWithoutAMessageStillSaysSomething() {
        assertThat(FailureReason.of(new FileSystemException("/f"))).isEqualTo("/f");
        assertThat(FailureReason.of(new IOException())).isEqualTo("IOException");
    }
}
