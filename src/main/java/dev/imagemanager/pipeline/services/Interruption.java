package dev.imagemanager.pipeline.services;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts a thread when the program is shut down, and delays the shutdown until the thread has cleaned up. Otherwise
 * a service that is just being started would be left running without a record of it.
 */
final class Interruption {

    private static final int CLEAN_UP_SECONDS = 30;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread onExit;

    private Interruption(Thread worker) {
        this.onExit = new Thread(() -> interrupt(worker), "interrupt service start");
    }

    /** @throws InterruptedException if the program is already shutting down */
    static Interruption allow() throws InterruptedException {
        Interruption interruption = new Interruption(Thread.currentThread());
        try {
            Runtime.getRuntime().addShutdownHook(interruption.onExit);
            return interruption;
        } catch (IllegalStateException alreadyShuttingDown) {
            throw new InterruptedException();
        }
    }

    private void interrupt(Thread worker) {
        worker.interrupt();
        try {
            done.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException secondInterrupt) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the delay of a shutdown. Must be called after the clean-up. */
    void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The hook is running and was waiting for the latch.
            return;
        }
    }
}
