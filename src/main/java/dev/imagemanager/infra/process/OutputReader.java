package dev.imagemanager.infra.process;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Reads one output stream of a program in a separate thread. */
interface OutputReader {

    /**
     * Waits for the end of the stream. The program has exited.
     *
     * @param silence how long to wait for child processes that keep the stream open without writing
     * @throws ExecutionException if the consumer failed
     * @throws TimeoutException if the consumer takes too long
     */
    void finish(Duration silence) throws InterruptedException, ExecutionException, TimeoutException;

    /** Stops passing output to the consumer. */
    void stop();
}
