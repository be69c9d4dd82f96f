package dev.imagemanager.pipeline.services;

import java.nio.file.Path;

/** Lets one command at a time start and stop a fleet's services. */
public interface ServicesLock {

    /**
     * Waits for its turn, with a limit.
     *
     * @param directory the fleet's directory, absolute
     * @return what ends the turn
     * @throws dev.imagemanager.problem.EnvironmentException if the turn does not come
     * @throws InterruptedException if the work was to end
     */
    Turn take(Path directory) throws InterruptedException;

    /** A turn, until it is closed. */
    interface Turn {
        void close();
    }
}
