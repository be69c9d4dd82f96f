package dev.imagemanager.pipeline.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** When each task of a run began and ended. Safe for use by several threads. */
final class Timeline {

    private final LongSupplier nanoseconds;
    private final long begin;
    private final BitSet busy = new BitSet();
    private final Map<Task, Span> spans = new HashMap<>();
    private final List<Phase> phases = new ArrayList<>();

    Timeline() {
        this(System::nanoTime);
    }

    /** @param nanoseconds the time since some instant */
    Timeline(LongSupplier nanoseconds) {
        this.nanoseconds = nanoseconds;
        this.begin = nanoseconds.getAsLong();
    }

    /**
     * A task while it is or was done. Times are since the begin of the run.
     *
     * @param lane counted from 0; tasks of one lane are not done at the same time
     * @param end empty as long as it is done
     */
    record Span(Task task, int lane, Duration start, Optional<Duration> end) {

        /** Returns how long it took; zero as long as it is done. */
        Duration time() {
            return end.map(last -> last.minus(start)).orElse(Duration.ZERO);
        }
    }

    /** What the run did besides tasks. Times are since its begin. */
    record Phase(String name, Duration start, Duration end) {}

    /** Work of a phase. */
    interface Work<T> {
        T run() throws InterruptedException;
    }

    /** Does work that is a phase of the run, whatever becomes of it. */
    <T> T during(String phase, Work<T> work) throws InterruptedException {
        Duration start = now();
        try {
            return work.run();
        } finally {
            synchronized (this) {
                phases.add(new Phase(phase, start, now()));
            }
        }
    }

    synchronized List<Phase> phases() {
        return new ArrayList<>(phases);
    }

    /** Returns when the last phase before the tasks ended. */
    synchronized Duration tasksBegin() {
        Duration first = spans.values().stream()
                .map(Span::start)
                .min(Comparator.naturalOrder())
                .orElse(now());
        return phases.stream()
                .map(Phase::end)
                .filter(end -> end.compareTo(first) <= 0)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Returns the time since the begin of the run. */
    Duration now() {
        return Duration.ofNanos(nanoseconds.getAsLong() - begin);
    }

    synchronized void started(Task task) {
        int lane = busy.nextClearBit(0);
        busy.set(lane);
        spans.put(task, new Span(task, lane, now(), Optional.empty()));
    }

    synchronized void ended(Task task) {
        spans.computeIfPresent(task, (key, span) -> {
            busy.clear(span.lane());
            return new Span(task, span.lane(), span.start(), Optional.of(now()));
        });
    }

    /** Returns the time since a task was started. */
    synchronized Duration since(Task task) {
        return now().minus(spans.get(task).start());
    }

    /** Returns the span of a task; empty if it was not started. */
    synchronized Optional<Span> of(Task task) {
        return Optional.ofNullable(spans.get(task));
    }

    synchronized List<Span> spans() {
        return new ArrayList<>(spans.values());
    }
}
