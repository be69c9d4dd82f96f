package dev.imagemanager.infra.tool;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Interrupts a thread when the program is told to end, and gives it the time to put things back. */
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

    /** To be called when everything is put back. */
    void end() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The hook is running, and goes on now.
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
