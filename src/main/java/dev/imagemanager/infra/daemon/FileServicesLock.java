package dev.imagemanager.infra.daemon;

import dev.imagemanager.pipeline.services.ServicesLock;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** The lock is one of the operating system's on a file, so that it ends with the process that has it. */
@Singleton
public final class FileServicesLock implements ServicesLock {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Duration limit;

    public FileServicesLock() {
        this(LIMIT);
    }

    FileServicesLock(Duration limit) {
        this.limit = limit;
    }

    @Override
    public Turn take(Path directory) throws InterruptedException {
        Path file = StateDirectory.of(directory).create().lockFile();
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileChannel opened = channel;
            taken = Polling.await(limit, () -> tryLock(opened));
            if (!taken) {
                throw new EnvironmentException(
                        Problem.error("another command has been starting or stopping the services" + " of " + directory
                                        + " for " + limit.toSeconds() + " seconds")
                                .withHint("wait for it, or end it"));
            }
            return () -> close(opened);
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot lock " + file + ": " + FailureReason.of(failure)), failure);
        } catch (UncheckedIOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot lock " + file + ": " + FailureReason.of(failure.getCause())), failure);
        } finally {
            if (!taken && channel != null) {
                close(channel);
            }
        }
    }

    private static boolean tryLock(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException ofThisProgram) {
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
