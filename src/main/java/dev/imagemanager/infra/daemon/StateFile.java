package dev.imagemanager.infra.daemon;

import dev.imagemanager.file.AtomicFile;
import dev.imagemanager.file.RefusedFileException;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file in the state directory. Writes are atomic. */
record StateFile(Path path) {

    private static final Set<PosixFilePermission> FOR_OWNER = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOR_READERS = PosixFilePermissions.fromString("rw-r--r--");

    private static final Set<PosixFilePermission> FOR_EXECUTION = PosixFilePermissions.fromString("rwxr-xr-x");

    /** @throws EnvironmentException if it cannot be written */
    void write(String content) {
        write(content, FOR_READERS);
    }

    /** Writes a file that only its owner can read. */
    void writePrivately(String content) {
        write(content, FOR_OWNER);
    }

    /** Writes a file that can be executed. */
    void writeExecutable(String content) {
        write(content, FOR_EXECUTION);
    }

    private void write(String content, Set<PosixFilePermission> permissions) {
        try {
            AtomicFile.write(path, content.getBytes(StandardCharsets.UTF_8), permissions);
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    EnvironmentException unwritable(IOException failure) {
        return new EnvironmentException(
                Problem.error("cannot write " + path + ": " + FailureReason.of(failure))
                        .withHint(RefusedFileException.hintOf(failure)
                                .orElse("check the free space and the permissions")),
                failure);
    }
}
