package dev.imagemanager.pipeline.services;

import java.nio.file.Path;

/** Ensures that only one command at a time starts or stops a fleet's services. */
public interface ServicesLock {

    /**
     * Acquires the lock. Waits if another command holds it, up to a time limit.
     *
     * @param directory the fleet's directory, absolute
     * @return the held lock
     * @throws dev.imagemanager.problem.EnvironmentException if the time limit is reached
     * @throws InterruptedException if the calling thread is interrupted
     */
    Turn take(Path directory) throws InterruptedException;

    /** The held lock. Released by closing it. */
    interface Turn {
        void close();
    }
}
