package dev.imagemanager.output;

import dev.imagemanager.file.LockFile;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Keeps two commands from writing the files of one fleet at the same time. The lock ends with the program, however that
 * ends; its empty file stays, since a command that still waits for a removed one would not see a new one.
 */
public final class OutputLock {

    private static final Path FILE = OutputPaths.LOCK;

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
        try {
            return LockFile.whileHeld(fleetDirectory.resolve(FILE), onWait, work::run);
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot write " + FILE + ": " + FailureReason.of(failure))
                            .withHint("check the free space and the permissions of " + fleetDirectory),
                    failure);
        }
    }
}
