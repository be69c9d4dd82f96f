package dev.imagemanager.infra.process;

import dev.imagemanager.file.DirectoryTree;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary directory that only this user can access. Closing it deletes it. */
public final class TemporaryDirectory implements AutoCloseable {

    private final Path path;

    private TemporaryDirectory(Path path) {
        this.path = path;
    }

    /** @throws EnvironmentException if it cannot be created */
    public static TemporaryDirectory create() {
        try {
            return new TemporaryDirectory(Files.createTempDirectory("image-manager-"));
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot create a temporary directory: " + FailureReason.of(failure))
                            .withHint("check the free space and the permissions of "
                                    + System.getProperty("java.io.tmpdir")),
                    failure);
        }
    }

    public Path path() {
        return path;
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try {
            DirectoryTree.remove(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
