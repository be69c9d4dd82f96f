package dev.imagemanager.infra.tool;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Interrupts a thread when the program is terminated, and waits until the thread has cleaned up. */
final class ExitGuard {

    private static final int SECONDS_TO_PUT_BACK = 5;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private ExitGuard(Thread thread) {
        this.hook = new Thread(
                () -> {
                    thread.interrupt();
                    awaitEnd();
                },
                "end of an installation");
    }

    static ExitGuard ofThisThread() throws InterruptedException {
        ExitGuard guard = new ExitGuard(Thread.currentThread());
        try {
            Runtime.getRuntime().addShutdownHook(guard.hook);
        } catch (IllegalStateException ending) {
            throw (InterruptedException) new InterruptedException().initCause(ending);
        }
        return guard;
    }

    /** Reports that clean-up is done. */
    void end() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The shutdown hook is already running and continues now.
        }
    }

    private void awaitEnd() {
        try {
            done.await(SECONDS_TO_PUT_BACK, TimeUnit.SECONDS);
        } catch (InterruptedException secondInterrupt) {
            Thread.currentThread().interrupt();
        }
    }
}
