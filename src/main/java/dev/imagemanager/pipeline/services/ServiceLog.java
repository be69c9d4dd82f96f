package dev.imagemanager.pipeline.services;

import java.util.function.Predicate;

/** What a service has written, and goes on writing. */
public interface ServiceLog {

    /**
     * Hands on every line.
     *
     * @param follow whether to wait for more, also of the service that is started after this one
     * @param reader takes a line, and says whether it wants more
     * @throws dev.imagemanager.problem.EnvironmentException if the log cannot be read
     * @throws InterruptedException if the work was to end
     */
    void read(boolean follow, Predicate<String> reader) throws InterruptedException;
}
