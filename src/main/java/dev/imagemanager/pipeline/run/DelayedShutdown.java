package dev.imagemanager.pipeline.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Delays the end of the program, when it is interrupted, until what was done so far is written. The tasks are interrupted by
 * the scheduler meanwhile.
 */
final class DelayedShutdown implements AutoCloseable {

    private static final int LONGEST_SECONDS = 30;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread onExit = new Thread(this::await, "write what was done");

    private DelayedShutdown() {}

    /** @throws InterruptedException if the program is already ending */
    static DelayedShutdown begin() throws InterruptedException {
        DelayedShutdown delay = new DelayedShutdown();
        try {
            Runtime.getRuntime().addShutdownHook(delay.onExit);
            return delay;
        } catch (IllegalStateException alreadyEnding) {
            throw new InterruptedException();
        }
    }

    private void await() {
        try {
            done.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException secondInterrupt) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException alreadyEnding) {
            // The hook is running and was waiting for this.
            return;
        }
    }
}
