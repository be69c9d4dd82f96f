package dev.imagemanager.pipeline.schedule;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs tasks that depend on each other, several at once, each as soon as its dependencies have succeeded. Tasks that
 * depend on a failed task are not run; others are.
 *
 * @param <T> identifies a task; must implement equals and hashCode
 */
public final class Scheduler<T> {

    /** The time for interrupted tasks to clean up before the program ends. */
    private static final int CLEAN_UP_SECONDS = 30;

    /** How many tasks of {@link #runAll} run at once. */
    public static final int AT_ONCE = 64;

    /** The outcome of a task. */
    public sealed interface Outcome<T> {
        record Succeeded<T>() implements Outcome<T> {}

        record Failed<T>(Throwable reason) implements Outcome<T> {}

        /** @param by the failed task that this one depends on, directly or indirectly */
        record Blocked<T>(T by) implements Outcome<T> {}

        /** Not run because of an earlier failure with {@code failFast}, or because the program was interrupted. */
        record Cancelled<T>() implements Outcome<T> {}
    }

    /** The work of a task; it fails by throwing an exception. */
    public interface Work<T> {
        void run(T task) throws InterruptedException;
    }

    /** Receives events, always in the thread that called {@link #run}. */
    public interface Observer<T> {
        void finished(T task, Outcome<T> outcome);
    }

    /**
     * How many tasks run at once. Tasks of one group share its places.
     *
     * @param groups of tasks
     * @param places of each group, at least 1
     */
    public record Places<T>(Function<T, ?> groups, Map<?, Integer> places) {

        /** All tasks share the same places. */
        public static <T> Places<T> shared(int places) {
            return new Places<>(task -> "all", Map.of("all", places));
        }

        public Places {
            places = Map.copyOf(places);
        }

        /** Returns how many tasks run at once at most. */
        int count() {
            return places.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** Returns how many tasks of one group run at once at most. */
        public int most() {
            return places.values().stream().mapToInt(Integer::intValue).max().orElse(1);
        }

        private int of(Object group) {
            return places.get(group);
        }
    }

    private record Finished<T>(T task, Outcome<T> outcome) {}

    private final Map<T, Set<T>> dependencies;
    private final Map<T, Integer> missing = new HashMap<>();
    private final Map<T, List<T>> dependents = new HashMap<>();
    private final Map<T, Outcome<T>> outcomes = new LinkedHashMap<>();
    private final BlockingQueue<Finished<T>> finished = new LinkedBlockingQueue<>();
    private final Comparator<T> order;
    private final Set<T> independent = new LinkedHashSet<>();
    private volatile boolean interrupted;

    /** The tasks that can start, by their group. */
    private final Map<Object, Queue<T>> ready = new LinkedHashMap<>();

    private final Map<Object, Integer> running = new HashMap<>();
    private Places<T> places = Places.shared(1);

    /**
     * @param dependencies each task with the tasks that must succeed before it; of several ready tasks, the first is
     *     started first
     * @throws IllegalArgumentException if a dependency is not a task
     */
    public Scheduler(Map<T, Set<T>> dependencies) {
        this(dependencies, task -> Duration.ZERO);
    }

    /**
     * @param dependencies each task with the tasks that must succeed before it
     * @param expected how long a task probably takes. Of several ready tasks, that is started first from which the longest
     *     path leads to the end (the critical path method); of equal ones the first.
     * @throws IllegalArgumentException if a dependency is not a task
     */
    public Scheduler(Map<T, Set<T>> dependencies, Function<T, Duration> expected) {
        this.dependencies = new LinkedHashMap<>(dependencies);
        Map<T, Integer> positions = new HashMap<>();
        dependencies.forEach((task, needed) -> {
            positions.put(task, positions.size());
            missing.put(task, needed.size());
            for (T dependency : needed) {
                if (!dependencies.containsKey(dependency)) {
                    throw new IllegalArgumentException(task + " needs " + dependency + ", which is not scheduled");
                }
                dependents.computeIfAbsent(dependency, key -> new ArrayList<>()).add(task);
            }
        });
        Map<T, Duration> paths = LongestPaths.from(this.dependencies, expected);
        order = Comparator.<T, Duration>comparing(paths::get).reversed().thenComparing(positions::get);
        dependencies.forEach((task, needed) -> {
            if (needed.isEmpty()) {
                independent.add(task);
            }
        });
    }

    /** Returns a scheduler of tasks that do not depend on each other. */
    public static <T> Scheduler<T> ofIndependent(Collection<T> tasks) {
        Map<T, Set<T>> dependencies = new LinkedHashMap<>();
        tasks.forEach(task -> dependencies.put(task, Set.of()));
        return new Scheduler<>(dependencies);
    }

    /**
     * Does work for each item of a list, which need not implement equals and hashCode; see {@link #runAll(int, Work)}.
     *
     * @param atOnce for how many items at once at most
     */
    public static <I> void each(List<I> items, int atOnce, Work<I> work) throws InterruptedException {
        ofIndependent(IntStream.range(0, items.size()).boxed().toList())
                .runAll(atOnce, number -> work.run(items.get(number)));
    }

    /**
     * Runs all tasks and waits for them. If the program is interrupted, the running tasks are interrupted and have
     * {@value #CLEAN_UP_SECONDS} seconds to clean up.
     *
     * @param atOnce the number of tasks to run at once
     * @param failFast whether to stop starting tasks after a failure
     * @return the outcomes of all tasks, in the order of completion
     */
    public Map<T, Outcome<T>> run(Places<T> atOnce, boolean failFast, Work<T> work, Observer<T> observer) {
        places = atOnce;
        independent.forEach(this::isReady);
        ExecutorService workers = Executors.newFixedThreadPool(Math.max(1, places.count()), namedThreads());
        Thread onExit = new Thread(() -> interrupt(workers), "interrupt tasks");
        Runtime.getRuntime().addShutdownHook(onExit);
        try {
            boolean stopped = false;
            while (outcomes.size() < dependencies.size()) {
                Optional<T> startable = next();
                while (!stopped && !interrupted && startable.isPresent()) {
                    start(startable.get(), workers, work);
                    startable = next();
                }
                if (running.isEmpty()) {
                    break;
                }
                Finished<T> next = finished.take();
                running.computeIfPresent(groupOf(next.task()), (group, count) -> count == 1 ? null : count - 1);
                boolean failed = next.outcome() instanceof Outcome.Failed;
                settle(next.task(), failed && interrupted ? new Outcome.Cancelled<>() : next.outcome(), observer);
                stopped |= failFast && failed;
            }
            for (T task : dependencies.keySet()) {
                if (!outcomes.containsKey(task)) {
                    record(task, new Outcome.Cancelled<>(), observer);
                }
            }
            return outcomes;
        } catch (InterruptedException interruption) {
            interrupt(workers);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while tasks were running", interruption);
        } finally {
            workers.shutdown();
            removeHook(onExit);
        }
    }

    /**
     * Runs all tasks, at most {@value #AT_ONCE} at once, for short work that mostly waits, such as for a registry.
     *
     * @throws RuntimeException the one of the first task that failed
     * @throws InterruptedException if the program is interrupted
     */
    public void runAll(Work<T> work) throws InterruptedException {
        runAll(Math.min(AT_ONCE, Math.max(1, dependencies.size())), work);
    }

    /**
     * Runs all tasks, at most so many at once.
     *
     * @throws RuntimeException the one of the first task that failed
     * @throws InterruptedException if the program is interrupted
     */
    public void runAll(int jobs, Work<T> work) throws InterruptedException {
        for (Outcome<T> outcome :
                run(Places.shared(jobs), false, work, (task, end) -> {}).values()) {
            if (outcome instanceof Outcome.Failed<T> failed) {
                throw failed.reason() instanceof RuntimeException unexpected
                        ? unexpected
                        : new IllegalStateException(failed.reason());
            }
            if (!(outcome instanceof Outcome.Succeeded)) {
                throw new InterruptedException();
            }
        }
    }

    private Object groupOf(T task) {
        return places.groups().apply(task);
    }

    private void isReady(T task) {
        ready.computeIfAbsent(groupOf(task), group -> new PriorityQueue<>(order))
                .add(task);
    }

    /** Returns the first of the tasks for which there is a place. */
    private Optional<T> next() {
        return ready.entrySet().stream()
                .filter(group -> running.getOrDefault(group.getKey(), 0) < places.of(group.getKey()))
                .flatMap(group -> Stream.ofNullable(group.getValue().peek()))
                .min(order);
    }

    private void start(T task, ExecutorService workers, Work<T> work) {
        Object group = groupOf(task);
        ready.get(group).remove();
        running.merge(group, 1, Integer::sum);
        try {
            workers.execute(() -> finished.add(new Finished<>(task, attempt(task, work))));
        } catch (RejectedExecutionException endOfTheProgram) {
            finished.add(new Finished<>(task, new Outcome.Cancelled<>()));
        }
    }

    private static <T> Outcome<T> attempt(T task, Work<T> work) {
        try {
            work.run(task);
            return new Outcome.Succeeded<>();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return new Outcome.Cancelled<>();
        } catch (Throwable failure) {
            // Catches everything, since the caller waits for an outcome of each task.
            return new Outcome.Failed<>(failure);
        }
    }

    private void settle(T task, Outcome<T> outcome, Observer<T> observer) {
        record(task, outcome, observer);
        if (outcome instanceof Outcome.Succeeded) {
            for (T dependent : dependents.getOrDefault(task, List.of())) {
                if (missing.merge(dependent, -1, Integer::sum) == 0 && !outcomes.containsKey(dependent)) {
                    isReady(dependent);
                }
            }
            return;
        }
        for (T blocked : openTasksAfter(task)) {
            record(blocked, outcome instanceof Outcome.Cancelled ? outcome : new Outcome.Blocked<>(task), observer);
        }
    }

    private Set<T> openTasksAfter(T task) {
        Set<T> after = new LinkedHashSet<>();
        Queue<T> open = new ArrayDeque<>(dependents.getOrDefault(task, List.of()));
        while (!open.isEmpty()) {
            T next = open.remove();
            // What comes after a task that has an outcome has one too.
            if (!outcomes.containsKey(next) && after.add(next)) {
                open.addAll(dependents.getOrDefault(next, List.of()));
            }
        }
        return after;
    }

    private void record(T task, Outcome<T> outcome, Observer<T> observer) {
        outcomes.put(task, outcome);
        observer.finished(task, outcome);
    }

    private void interrupt(ExecutorService workers) {
        interrupted = true;
        workers.shutdownNow();
        try {
            workers.awaitTermination(CLEAN_UP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException secondInterrupt) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The hook is already running and waits for the tasks.
            return;
        }
    }

    private static ThreadFactory namedThreads() {
        AtomicInteger number = new AtomicInteger();
        return task -> new Thread(task, "task " + number.incrementAndGet());
    }
}
