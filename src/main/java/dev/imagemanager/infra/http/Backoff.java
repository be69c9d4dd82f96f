package dev.imagemanager.infra.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;

/**
 * How often and after which waits something is tried again that failed for a reason that may pass. Waits grow, and differ at
 * random, so that those who failed at once do not come back at once.
 */
public final class Backoff {

    /** The average waits before the second, third and fourth attempt. */
    private static final List<Duration> WAITS =
            List.of(Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(3));

    /** The longest wait. A server that asks for a longer one is not asked again. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Pause pause;
    private final DoubleSupplier random;

    /**
     * @param pause waits between attempts
     * @param random from 0 to 1
     */
    public Backoff(Pause pause, DoubleSupplier random) {
        this.pause = pause;
        this.random = random;
    }

    public static Backoff inRealTime() {
        return new Backoff(Backoff::await, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        void await(Duration time) throws InterruptedException;
    }

    /** The number of attempts, the first one included. */
    public static int attempts() {
        return WAITS.size() + 1;
    }

    /**
     * Returns the wait before another attempt; empty if there is none.
     *
     * @param attempt that failed, counted from 1
     * @param asked how long the server asks to be left alone
     */
    public Optional<Duration> next(int attempt, Optional<Duration> asked) {
        if (attempt > WAITS.size() || asked.filter(Backoff::isTooLong).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(asked.map(time -> time.plus(times(WAITS.get(0), random.getAsDouble())))
                .orElseGet(() -> times(WAITS.get(attempt - 1), 0.5 + random.getAsDouble())));
    }

    public void pause(Duration time) throws InterruptedException {
        pause.await(time);
    }

    /** Returns whether a server asks for a longer wait than anybody should wait. */
    public static boolean isTooLong(Duration asked) {
        return asked.compareTo(LONGEST) > 0;
    }

    private static Duration times(Duration time, double factor) {
        return Duration.ofNanos((long) (time.toNanos() * factor));
    }

    private static void await(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
