package dev.imagemanager.pipeline.generate;

import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps two commands from writing the files of one fleet at the same time. The lock ends with the program, however that
 * ends; its empty file stays, since a command that still waits for a removed one would not see a new one.
 */
public final class OutputLock {

    private static final Path FILE = OutputPaths.OUTPUT_DIRECTORY.resolve(".lock");

    private OutputLock() {}

    /** What is done while no other command writes. */
    public interface Work<T> {
        T run() throws InterruptedException;
    }

    /**
     * Works as soon as no other command has the lock.
     *
     * @param onWait is called before waiting, if there is a reason to
     */
    public static <T> T whileHeld(Path fleetDirectory, Runnable onWait, Work<T> work) throws InterruptedException {
        try (FileChannel channel = open(fleetDirectory)) {
            lock(channel, onWait);
            return work.run();
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot write " + FILE + ": " + FailureReason.of(failure))
                            .withHint("check the free space and the permissions of " + fleetDirectory),
                    failure);
        }
    }

    private static FileChannel open(Path fleetDirectory) throws IOException {
        Path file = fleetDirectory.resolve(FILE);
        Files.createDirectories(file.getParent());
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void lock(FileChannel channel, Runnable onWait) throws IOException {
        if (channel.tryLock() == null) {
            onWait.run();
            channel.lock();
        }
    }
}
