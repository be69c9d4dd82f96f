package dev.imagemanager.infra.daemon;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions by checking them repeatedly. */
public final class Polling {

    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private Polling() {}

    /** A condition whose check may be slow. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws InterruptedException;
    }

    /** @return whether the condition became true within the limit */
    public static boolean await(Duration limit, Condition condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(INTERVAL_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }

    /** Like {@link #await}, but not interruptible. Restores the interrupt status afterwards. */
    static boolean awaitUninterruptibly(Duration limit, Condition condition) {
        boolean interrupted = Thread.interrupted();
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return await(Duration.ofNanos(end - System.nanoTime()), condition);
            } catch (InterruptedException later) {
                interrupted = true;
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
