package dev.imagemanager.pipeline.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.pipeline.schedule.Scheduler.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Latches, no clocks: the limit only ends a test that hangs. */
class SchedulerTest extends TaskGraph {

    @Test
    void nothingIsDoneAtOnce() {
        assertThat(run(4, false, done::add)).isEmpty();
    }

    @Test
    void whatIsNeededComesFirst() {
        task("app", "lib", "base").task("lib", "base").task("base").task("test", "app");

        assertThat(run(4, false, done::add)).hasSize(4).allSatisfy((task, outcome) -> assertThat(outcome)
                .isInstanceOf(Outcome.Succeeded.class));
        assertThat(done).containsExactly("base", "lib", "app", "test");
    }

    @Test
    void earlierTasksStartFirstWhenSeveralCould() {
        task("a").task("b", "a").task("c").task("d", "b").task("e");

        run(1, false, done::add);

        assertThat(done).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void asManyRunAtOnceAsThereAreJobs() throws Exception {
        for (int i = 0; i < 9; i++) {
            task("t" + i);
        }
        CyclicBarrier three = new CyclicBarrier(3);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        Map<String, Outcome<String>> outcomes = run(3, false, task -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            await(three);
            running.decrementAndGet();
        });

        assertThat(outcomes.values()).allMatch(Outcome.Succeeded.class::isInstance);
        assertThat(most).hasValue(3);
    }

    @Test
    void aTaskStartsAsSoonAsWhatItNeedsIsDone() {
        CountDownLatch childRan = new CountDownLatch(1);
        task("slow").task("quick").task("child", "quick");

        Map<String, Outcome<String>> outcomes = run(2, false, task -> {
            if (task.equals("slow")) {
                await(childRan);
            } else if (task.equals("child")) {
                childRan.countDown();
            }
        });

        assertThat(outcomes).hasSize(3).containsEntry("slow", new Outcome.Succeeded<>());
    }

    @Test
    void theObserverIsToldOnceForEachTaskByTheCaller() {
        task("a").task("bad").task("blocked", "bad");
        Map<String, Outcome<String>> told = new LinkedHashMap<>();
        List<Thread> threads = new ArrayList<>();

        Map<String, Outcome<String>> outcomes = new Scheduler<>(tasks)
                .run(Scheduler.Places.shared(2), false, task -> failIf(task.equals("bad")), (task, outcome) -> {
                    assertThat(told.put(task, outcome)).isNull();
                    threads.add(Thread.currentThread());
                });

        assertThat(told).isEqualTo(outcomes);
        assertThat(threads).containsOnly(Thread.currentThread());
    }

    @Test
    void aCircleIsNotWaitedFor() {
        task("a", "b").task("b", "a").task("c");

        assertThat(run(2, false, done::add))
                .containsEntry("c", new Outcome.Succeeded<>())
                .containsEntry("a", new Outcome.Cancelled<>())
                .containsEntry("b", new Outcome.Cancelled<>());
    }

    @Test
    void whatIsNeededMustBeATask() {
        task("a", "b");

        assertThatThrownBy(() -> new Scheduler<>(tasks))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a needs b");
    }

    @Test
    void tenThousandTasksAreNoBurden() {
        for (int i = 0; i < 10_000; i++) {
            task("t" + i, i == 0 ? new String[0] : previous(i));
        }
        assertThat(run(4, false, task -> {})).hasSize(10_000);
    }

    @Test
    void tenThousandBlockedTasksAreNoBurden() {
        task("bad");
        for (int i = 0; i < 10_000; i++) {
            task("t" + i, "bad", i == 0 ? "other" : "t" + (i - 1));
        }
        task("other");

        assertThat(run(4, false, task -> failIf(task.equals("bad")))).hasSize(10_002);
    }

    /** Tests do not take the places of builds, and builds not those of tests. */
    @Test
    void everyGroupHasItsOwnPlaces() {
        for (int i = 0; i < 6; i++) {
            task("build" + i).task("test" + i);
        }
        Map<Character, AtomicInteger> running = Map.of('b', new AtomicInteger(), 't', new AtomicInteger());
        Map<Character, AtomicInteger> most = Map.of('b', new AtomicInteger(), 't', new AtomicInteger());
        CyclicBarrier allPlaces = new CyclicBarrier(4);

        new Scheduler<>(tasks)
                .run(
                        new Scheduler.Places<String>(task -> task.charAt(0), Map.of('b', 3, 't', 1)),
                        false,
                        task -> {
                            char group = task.charAt(0);
                            most.get(group).accumulateAndGet(running.get(group).incrementAndGet(), Math::max);
                            if (List.of("build0", "build1", "build2", "test0").contains(task)) {
                                await(allPlaces);
                            }
                            running.get(group).decrementAndGet();
                            done.add(task);
                        },
                        (task, outcome) -> {});

        assertThat(done).hasSize(12);
        assertThat(most.get('b')).hasValue(3);
        assertThat(most.get('t')).hasValue(1);
    }
}
