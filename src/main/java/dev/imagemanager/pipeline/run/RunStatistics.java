package dev.imagemanager.pipeline.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.schedule.LongestPaths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * How the time of a run was used.
 *
 * @param criticalPath the chain of tasks that took longest; no run with these tasks can be shorter, however many are done at
 *     once
 * @param criticalTargets their targets
 * @param criticalTime that they took
 * @param busy the time that all tasks took together
 * @param elapsed from the start of the first task to the end of the last one
 * @param saved the time that work took last of which nothing had to be done
 * @param hasWorked whether something was done
 */
public record RunStatistics(
        List<String> criticalPath,
        List<TargetName> criticalTargets,
        Duration criticalTime,
        Duration busy,
        Duration elapsed,
        Duration saved,
        boolean hasWorked) {

    public RunStatistics {
        criticalPath = List.copyOf(criticalPath);
        criticalTargets = List.copyOf(criticalTargets);
    }

    /**
     * @param tasks each with the tasks before it
     * @param saved the time that work took last of which nothing had to be done
     */
    static RunStatistics of(Map<Task, Set<Task>> tasks, Timeline timeline, Duration saved, boolean hasWorked) {
        Map<Task, Timeline.Span> spans = new HashMap<>();
        timeline.spans().forEach(span -> spans.put(span.task(), span));
        List<Task> path = criticalPath(tasks, task -> time(spans.get(task)));
        return new RunStatistics(
                path.stream().map(Task::toString).toList(),
                path.stream().map(Task::target).distinct().toList(),
                sum(path.stream().map(spans::get).map(RunStatistics::time).toList()),
                sum(spans.values().stream().map(Timeline.Span::time).toList()),
                elapsed(List.copyOf(spans.values())),
                saved,
                hasWorked);
    }

    private static Duration time(Timeline.Span span) {
        return span == null ? Duration.ZERO : span.time();
    }

    private static Duration sum(List<Duration> times) {
        return times.stream().reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration elapsed(List<Timeline.Span> spans) {
        Optional<Duration> start = spans.stream().map(Timeline.Span::start).min(Comparator.naturalOrder());
        Optional<Duration> end =
                spans.stream().flatMap(span -> span.end().stream()).max(Comparator.naturalOrder());
        return start.isPresent() && end.isPresent() ? end.get().minus(start.get()) : Duration.ZERO;
    }

    /** Leaves out tasks that took no time. */
    private static List<Task> criticalPath(Map<Task, Set<Task>> tasks, Function<Task, Duration> times) {
        Map<Task, Duration> paths = LongestPaths.from(tasks, times);
        Map<Task, List<Task>> waiting = new HashMap<>();
        tasks.forEach((task, needed) -> needed.forEach(before ->
                waiting.computeIfAbsent(before, key -> new ArrayList<>()).add(task)));
        List<Task> path = new ArrayList<>();
        Optional<Task> next = longest(tasks.keySet(), paths);
        while (next.isPresent()) {
            if (!times.apply(next.get()).isZero()) {
                path.add(next.get());
            }
            next = longest(waiting.getOrDefault(next.get(), List.of()), paths);
        }
        return path;
    }

    private static Optional<Task> longest(Iterable<Task> candidates, Map<Task, Duration> paths) {
        Task longest = null;
        for (Task candidate : candidates) {
            if (longest == null || paths.get(candidate).compareTo(paths.get(longest)) > 0) {
                longest = candidate;
            }
        }
        return Optional.ofNullable(longest);
    }

    /** Returns how many tasks were done at once, on average; 0 if there were none. */
    public double parallelism() {
        return elapsed.isZero() ? 0 : (double) busy.toNanos() / elapsed.toNanos();
    }

    void describe(ObjectNode schedule) {
        ArrayNode path = schedule.putArray("criticalPath");
        criticalPath.forEach(path::add);
        schedule.put("criticalPathMilliseconds", criticalTime.toMillis());
        schedule.put("busyMilliseconds", busy.toMillis());
        schedule.put("elapsedMilliseconds", elapsed.toMillis());
        schedule.put("parallelism", Math.round(parallelism() * 100) / 100.0);
        schedule.put("savedMilliseconds", saved.toMillis());
    }
}
