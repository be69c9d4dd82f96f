package dev.imagemanager.pipeline.schedule;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The longest path from each task of a graph to its end, in time that grows with tasks and dependencies only. */
public final class LongestPaths {

    private LongestPaths() {}

    /**
     * @param dependencies each task with the tasks that must succeed before it, all of them tasks
     * @param times how long each task takes
     * @return for each task its own time and that of the longest chain of tasks that wait for it; less for
     *     tasks of a circle, and what comes before one, which are never done anyway
     */
    public static <T> Map<T, Duration> from(Map<T, Set<T>> dependencies, Function<T, Duration> times) {
        Map<T, Duration> paths = new HashMap<>();
        Map<T, Integer> waiting = new HashMap<>();
        dependencies.forEach((task, needed) -> {
            paths.put(task, Duration.ZERO);
            needed.forEach(dependency -> waiting.merge(dependency, 1, Integer::sum));
        });
        Deque<T> open = new ArrayDeque<>();
        for (T task : dependencies.keySet()) {
            if (!waiting.containsKey(task)) {
                open.add(task);
            }
        }
        while (!open.isEmpty()) {
            T task = open.remove();
            // Until here it was the longest path of those that wait for it.
            Duration path = paths.get(task).plus(times.apply(task));
            paths.put(task, path);
            for (T dependency : dependencies.get(task)) {
                paths.merge(dependency, path, LongestPaths::longer);
                if (waiting.merge(dependency, -1, Integer::sum) == 0) {
                    open.add(dependency);
                }
            }
        }
        return paths;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
