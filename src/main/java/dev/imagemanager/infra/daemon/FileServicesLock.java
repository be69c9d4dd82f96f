package dev.imagemanager.infra.daemon;

import dev.imagemanager.file.LockFile;
import dev.imagemanager.file.RefusedFileException;
import dev.imagemanager.pipeline.services.ServicesLock;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** Uses a file lock, which the operating system releases when the process exits. */
@Singleton
public final class FileServicesLock implements ServicesLock {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final StateDirectories states;
    private final Duration limit;

    @Inject
    public FileServicesLock(StateDirectories states) {
        this(states, LIMIT);
    }

    FileServicesLock(StateDirectories states, Duration limit) {
        this.states = states;
        this.limit = limit;
    }

    @Override
    public Turn take(Path directory) throws InterruptedException {
        Path file = states.create(directory).lockFile();
        try {
            LockFile held = LockFile.take(file, limit, () -> {})
                    .orElseThrow(() -> new EnvironmentException(
                            Problem.error("another command has been starting or stopping the services of " + directory
                                            + " for " + limit.toSeconds() + " seconds")
                                    .withHint("wait until it has finished, or stop it")));
            return () -> close(held);
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot lock " + file + ": " + FailureReason.of(failure))
                            .withHint(RefusedFileException.hintOf(failure)
                                    .orElse("check the free space and the permissions")),
                    failure);
        }
    }

    private static void close(LockFile held) {
        try {
            held.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
