package dev.imagemanager.pipeline.services;

import java.util.function.Predicate;

/** The log of a service. */
public interface ServiceLog {

    /**
     * Reads the log line by line.
     *
     * @param follow whether to wait for new lines, also after a restart of the service
     * @param reader receives each line and returns whether to continue
     * @throws dev.imagemanager.problem.EnvironmentException if the log cannot be read
     * @throws InterruptedException if the calling thread is interrupted
     */
    void read(boolean follow, Predicate<String> reader) throws InterruptedException;
}
