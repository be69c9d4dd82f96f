package dev.imagemanager.infra.daemon;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Looks again and again for something that nobody tells of. */
public final class Polling {

    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(50);

    private Polling() {}

    /** Something that may take a while to find out. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws InterruptedException;
    }

    /** @return whether the condition came to hold within the limit */
    public static boolean await(Duration limit, Condition condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(LOOK_EVERY);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }

    /** The same for what has to come to its end; an interruption is kept for later. */
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
