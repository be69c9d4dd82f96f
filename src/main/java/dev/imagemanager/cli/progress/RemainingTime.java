package dev.imagemanager.cli.progress;

import dev.imagemanager.pipeline.PipelineEvent.PlannedTask;
import dev.imagemanager.pipeline.PipelineEvent.Task;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;

/** Estimates how long the rest of a run takes, by going through it with the expected times of its tasks. */
final class RemainingTime {

    private RemainingTime() {}

    private record Finish(Duration time, Task task) implements Comparable<Finish> {
        @Override
        public int compareTo(Finish other) {
            return time.compareTo(other.time);
        }
    }

    /**
     * @param left the tasks that did not end, in the order in which ready ones are started
     * @param elapsed how long those that run have been running
     * @param jobs the number of tasks that run at once
     * @return empty if nothing is known of one
     */
    static Optional<Duration> of(Collection<PlannedTask> left, Map<Task, Duration> elapsed, int jobs) {
        if (left.stream().anyMatch(task -> task.expected().isEmpty())) {
            return Optional.empty();
        }
        Map<Task, Duration> times = new HashMap<>();
        left.forEach(task -> times.put(task.task(), task.expected().get()));
        Map<Task, List<Task>> next = new HashMap<>();
        Map<Task, Integer> awaited = new HashMap<>();
        Queue<Task> ready = new ArrayDeque<>();
        PriorityQueue<Finish> running = new PriorityQueue<>();
        for (PlannedTask planned : left) {
            Task task = planned.task();
            Duration ran = elapsed.get(task);
            if (ran != null) {
                Duration rest = times.get(task).minus(ran);
                running.add(new Finish(rest.isNegative() ? Duration.ZERO : rest, task));
                continue;
            }
            List<Task> before =
                    planned.after().stream().filter(times::containsKey).toList();
            before.forEach(other ->
                    next.computeIfAbsent(other, key -> new ArrayList<>()).add(task));
            awaited.put(task, before.size());
            if (before.isEmpty()) {
                ready.add(task);
            }
        }
        Duration now = Duration.ZERO;
        while (!running.isEmpty() || !ready.isEmpty()) {
            while (running.size() < jobs && !ready.isEmpty()) {
                Task task = ready.remove();
                running.add(new Finish(now.plus(times.get(task)), task));
            }
            Finish first = running.remove();
            now = first.time();
            for (Task task : next.getOrDefault(first.task(), List.of())) {
                if (awaited.merge(task, -1, Integer::sum) == 0) {
                    ready.add(task);
                }
            }
        }
        return Optional.of(now);
    }

    /** Returns a rough time for people: {@code 40 s}, {@code 3 min}, {@code 2 h}; empty for less than a second. */
    static Optional<String> shown(Duration time) {
        long seconds = (time.toMillis() + 999) / 1000;
        if (time.toMillis() < 1000) {
            return Optional.empty();
        }
        if (seconds < 60) {
            return Optional.of((seconds <= 10 ? seconds : (seconds + 4) / 5 * 5) + " s");
        }
        long minutes = (seconds + 30) / 60;
        return Optional.of(minutes < 100 ? minutes + " min" : (minutes + 30) / 60 + " h");
    }
}
