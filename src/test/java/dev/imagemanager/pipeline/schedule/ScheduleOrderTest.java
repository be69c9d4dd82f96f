package dev.imagemanager.pipeline.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The order of tasks, with a clock that jumps from the end of one task to that of the next. */
class ScheduleOrderTest extends TaskGraph {

    private static final int JOBS = 2;

    private final Map<String, Integer> seconds = new LinkedHashMap<>();

    private void task(int time, String name, String... needs) {
        task(name, needs);
        seconds.put(name, time);
    }

    private Duration time(String task) {
        return Duration.ofSeconds(seconds.get(task));
    }

    /** Two short chains come first in the definition, then many short tasks, then the chain that takes longest. */
    private void chainAtTheEnd() {
        for (int i = 0; i < 6; i++) {
            task(2, "short" + i);
        }
        task(4, "base");
        task(4, "middle", "base");
        task(4, "top", "middle");
    }

    @Test
    void theLongestRemainingPathComesFirst() {
        chainAtTheEnd();

        assertThat(makespan(task -> Duration.ZERO))
                .as("in the order of the definition")
                .isEqualTo(18);
        assertThat(makespan(this::time))
                .as("the critical path, which nothing can beat")
                .isEqualTo(12);
    }

    @Test
    void equalTasksKeepTheirOrder() {
        task(1, "c");
        task(1, "a");
        task(1, "b");

        new Scheduler<>(tasks, this::time).run(Scheduler.Places.shared(1), false, done::add, (task, outcome) -> {});

        assertThat(done).containsExactly("c", "a", "b");
    }

    @Test
    void aFewWrongTimesOnlyCostOrder() {
        chainAtTheEnd();

        assertThat(makespan(task -> Duration.ofDays(task.startsWith("short") ? 7 : 0)))
                .isEqualTo(18);
    }

    /**
     * Runs the tasks with a simulated clock: a task ends when its time has come and all that could start were started.
     *
     * @return when the last one ends, in seconds
     */
    private long makespan(Function<String, Duration> expected) {
        Simulation simulation = new Simulation();
        new Scheduler<>(tasks, expected)
                .run(Scheduler.Places.shared(JOBS), false, simulation::work, (task, outcome) -> simulation.settled());
        return simulation.now;
    }

    private record Ending(long at, String task, Semaphore gate) implements Comparable<Ending> {
        @Override
        public int compareTo(Ending other) {
            return at != other.at ? Long.compare(at, other.at) : task.compareTo(other.task);
        }
    }

    /**
     * The scheduler starts all tasks that it can before it waits for the next end. So the clock goes on when as many run as
     * can.
     */
    private final class Simulation {
        private final PriorityBlockingQueue<Ending> running = new PriorityBlockingQueue<>();
        private final java.util.Set<String> finished = new java.util.HashSet<>();
        private final java.util.Set<String> begun = new java.util.HashSet<>();
        private long now;

        void work(String task) throws InterruptedException {
            Semaphore gate = new Semaphore(0);
            synchronized (this) {
                begun.add(task);
                running.add(new Ending(now + seconds.get(task), task, gate));
                advanceIfAllRun();
            }
            gate.acquire();
        }

        /** Called by the scheduler between the end of a task and the start of the next ones. */
        synchronized void settled() {
            // The last end is settled now; what it makes ready counts from here.
            advanceIfAllRun();
        }

        private void advanceIfAllRun() {
            long ready = tasks.entrySet().stream()
                    .filter(task -> !begun.contains(task.getKey()) && finished.containsAll(task.getValue()))
                    .count();
            boolean isFull = running.size() == JOBS;
            if (running.isEmpty() || !isFull && ready > 0) {
                return;
            }
            Ending next = running.remove();
            now = next.at();
            finished.add(next.task());
            next.gate().release();
        }
    }
}
