package dev.imagemanager.output;

import dev.imagemanager.file.LockFile;
import dev.imagemanager.file.RefusedFileException;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Prevents two commands from writing the files of one fleet at the same time. The operating system releases the lock
 * when the program ends. The lock file is not removed, since another command may wait for it. It is empty unless it is held,
 * or the program that held it was killed: then the next one removes what that had not completed.
 */
public final class OutputLock {

    private static final Problem WAITING = Problem.note("waiting for another command that works on this fleet");

    private OutputLock() {}

    /** Work to do while holding the lock. */
    public interface Work<T> {
        T run() throws InterruptedException;
    }

    /**
     * Waits for the lock, does the work and releases the lock.
     *
     * @param onWait gets a note before the wait, if the lock is not free
     * @throws EnvironmentException if a link is in the place of the lock file or of {@code dist/}
     */
    public static <T> T whileHeld(Path fleetDirectory, Consumer<Problem> onWait, Work<T> work)
            throws InterruptedException {
        try {
            Path file = new OutputDirectory(fleetDirectory).path(OutputPaths.LOCK);
            LockFile held = LockFile.take(file, () -> onWait.accept(WAITING));
            try {
                if (held.isMarked()) {
                    OutputLeftovers.remove(file.getParent());
                }
                held.mark(true);
                try {
                    return work.run();
                } finally {
                    held.mark(false);
                }
            } finally {
                held.close();
            }
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot write " + OutputPaths.LOCK + ": " + FailureReason.of(failure))
                            .withHint(RefusedFileException.hintOf(failure)
                                    .orElse("check the free space and the permissions of " + fleetDirectory)),
                    failure);
        }
    }
}
