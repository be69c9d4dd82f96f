package dev.imagemanager.infra.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StartsTest {

    private static final Duration NEVER = Duration.ofMinutes(1);

    private final List<Long> started = Collections.synchronizedList(new ArrayList<>());

    /** Waits until all but those that ended wait for a place. */
    private static void awaitWaiting(List<Thread> threads) {
        for (Thread thread : threads) {
            while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }

    private Thread start(Starts starts, long order) {
        Thread thread = new Thread(() -> {
            try (Starts.Start start = starts.next(order)) {
                started.add(order);
                start.end();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void whatWasScheduledFirstStartsFirst() throws InterruptedException {
        Starts starts = new Starts(1, NEVER);
        List<Thread> threads;
        try (Starts.Start first = starts.next(9)) {
            threads = List.of(start(starts, 3), start(starts, 1), start(starts, 2));
            awaitWaiting(threads);
            first.end();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(started).containsExactly(1L, 2L, 3L);
    }

    @Test
    void nobodyWaitsLongForAProgramThatDoesNotStart() throws InterruptedException {
        Starts starts = new Starts(1, Duration.ofMillis(50));
        try (Starts.Start hanging = starts.next(1)) {
            start(starts, 2).join();
            assertThat(started).containsExactly(2L);
            hanging.end();
            hanging.end();
        }
    }

    @Test
    void whatIsInterruptedTakesNoPlace() throws InterruptedException {
        Starts starts = new Starts(1, NEVER);
        try (Starts.Start first = starts.next(1)) {
            Thread interrupted = start(starts, 2);
            awaitWaiting(List.of(interrupted));
            interrupted.interrupt();
            interrupted.join();
            first.end();
        }
        start(starts, 3).join();

        assertThat(started).containsExactly(3L);
    }

    @Test
    void aPlaceIsGivenBackOnce() throws InterruptedException {
        Starts starts = new Starts(1, NEVER);
        try (Starts.Start first = starts.next(1)) {
            first.end();
            first.end();
        }
        try (Starts.Start one = starts.next(2)) {
            Thread another = start(starts, 3);
            awaitWaiting(List.of(another));
            assertThat(started).isEmpty();
            one.end();
            another.join();
        }
        assertThat(started).containsExactly(3L);
    }
}
