package dev.imagemanager.infra.buildkit;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets as many programs start at once as there are processors, those first that were scheduled first. Starting is work for a
 * processor: of many that start together none is ready early, also not the one that the most builds wait for. Safe for use by
 * several threads.
 */
final class Starts {

    /** After that the next one starts all the same: a program that waits for a server needs no processor. */
    private static final Duration LONGEST = Duration.ofMillis(300);

    private record Waiting(long order, CountDownLatch turn) {}

    private final Queue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::order));
    private final Duration longest;
    private int free;

    Starts() {
        this(Runtime.getRuntime().availableProcessors(), LONGEST);
    }

    Starts(int atOnce, Duration longest) {
        this.free = atOnce;
        this.longest = longest;
    }

    /**
     * Returns when the program may start.
     *
     * @param order of several that wait, the one with the lowest is next
     */
    Start next(long order) throws InterruptedException {
        Waiting own = new Waiting(order, new CountDownLatch(1));
        synchronized (waiting) {
            if (free > 0) {
                free--;
                return new Start(true);
            }
            waiting.add(own);
        }
        try {
            own.turn().await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            if (hasTurn(own)) {
                giveBack();
            }
            throw interrupted;
        }
        return new Start(hasTurn(own));
    }

    /** Returns whether a place was given to what no longer waits. */
    private boolean hasTurn(Waiting own) {
        synchronized (waiting) {
            return !waiting.remove(own);
        }
    }

    private void giveBack() {
        synchronized (waiting) {
            Waiting next = waiting.poll();
            if (next == null) {
                free++;
            } else {
                next.turn().countDown();
            }
        }
    }

    /** The start of one program, which ends with its first output. */
    final class Start implements AutoCloseable {

        private boolean hasPlace;

        private Start(boolean hasPlace) {
            this.hasPlace = hasPlace;
        }

        /** Ends it. Does nothing if it has ended. */
        synchronized void end() {
            if (hasPlace) {
                hasPlace = false;
                giveBack();
            }
        }

        @Override
        public void close() {
            end();
        }
    }
}
