package dev.imagemanager.pipeline.services;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Has this thread interrupted when the program is told to end, and gives it time to put things back: what is being
 * started then must not outlive the program unnoticed.
 */
final class Interruption {

    private static final int CLEAN_UP_SECONDS = 30;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread onExit;

    private Interruption(Thread worker) {
        this.onExit = new Thread(() -> interrupt(worker), "interrupt the start of services");
    }

    /** @throws InterruptedException if the program ends already */
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

    /** To be called when nothing has to be put back any more. */
    void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The hook has been waiting for this.
            return;
        }
    }
}
