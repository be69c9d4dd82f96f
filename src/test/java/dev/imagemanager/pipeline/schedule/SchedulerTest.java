package dev.imagemanager.pipeline.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.pipeline.schedule.Scheduler.Outcome;
import dev.imagemanager.pipeline.schedule.Scheduler.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Latches, no clocks: the limit only ends a test that hangs. */
@Timeout(20)
class SchedulerTest {

    private static final int PATIENCE_SECONDS = 10;

    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Set<String>> tasks = new LinkedHashMap<>();

    private SchedulerTest task(String name, String... needs) {
        tasks.put(name, Set.of(needs));
        return this;
    }

    private Map<String, Outcome<String>> run(int jobs, boolean failFast, Work<String> work) {
        return new Scheduler<>(tasks).run(jobs, failFast, work, (task, outcome) -> {});
    }

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
    void aFailureBlocksWhatNeedsItAndNothingElse() {
        task("bad")
                .task("good")
                .task("child", "bad", "good")
                .task("grandchild", "child")
                .task("other", "good");

        Map<String, Outcome<String>> outcomes = run(2, false, task -> failIf(task.equals("bad")));

        assertThat(outcomes.get("bad")).isInstanceOf(Outcome.Failed.class);
        assertThat(outcomes)
                .containsEntry("child", new Outcome.Blocked<>("bad"))
                .containsEntry("grandchild", new Outcome.Blocked<>("bad"))
                .containsEntry("good", new Outcome.Succeeded<>())
                .containsEntry("other", new Outcome.Succeeded<>());
    }

    @Test
    void whenTwoFailTheFirstIsToBlame() {
        task("one").task("two", "one").task("three").task("child", "three", "two");
        CountDownLatch threeFailed = new CountDownLatch(1);

        Map<String, Outcome<String>> outcomes = new Scheduler<>(tasks)
                .run(
                        2,
                        false,
                        task -> {
                            if (task.equals("two")) {
                                await(threeFailed);
                            }
                            failIf(!task.equals("one"));
                        },
                        (task, outcome) -> {
                            if (task.equals("three")) {
                                threeFailed.countDown();
                            }
                        });

        assertThat(outcomes).containsEntry("child", new Outcome.Blocked<>("three"));
    }

    @Test
    void failFastStartsNothingMoreButLetsRunningTasksEnd() {
        CountDownLatch slowRuns = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        task("bad").task("slow").task("never").task("child", "bad");

        Map<String, Outcome<String>> outcomes = new Scheduler<>(tasks)
                .run(
                        2,
                        true,
                        task -> {
                            done.add(task);
                            if (task.equals("slow")) {
                                slowRuns.countDown();
                                await(failed);
                            } else {
                                await(slowRuns);
                                throw new IllegalStateException();
                            }
                        },
                        (task, outcome) -> {
                            if (task.equals("bad")) {
                                failed.countDown();
                            }
                        });

        assertThat(outcomes)
                .containsEntry("slow", new Outcome.Succeeded<>())
                .containsEntry("child", new Outcome.Blocked<>("bad"))
                .containsEntry("never", new Outcome.Cancelled<>());
        assertThat(done).containsExactlyInAnyOrder("bad", "slow");
    }

    @Test
    void errorsAreFailuresToo() {
        task("a").task("b").task("c");

        Map<String, Outcome<String>> outcomes = run(1, false, task -> {
            switch (task) {
                case "a" -> throw new StackOverflowError();
                case "b" -> throw new AssertionError();
                default -> throw SchedulerTest.<RuntimeException>undeclared(new IOException("not declared"));
            }
        });

        assertThat(outcomes.values()).allMatch(Outcome.Failed.class::isInstance);
        assertThat(((Outcome.Failed<String>) outcomes.get("c")).reason()).hasMessage("not declared");
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException undeclared(Throwable failure) throws E {
        throw (E) failure;
    }

    @Test
    void theObserverIsToldOnceForEachTaskByTheCaller() {
        task("a").task("bad").task("blocked", "bad");
        Map<String, Outcome<String>> told = new LinkedHashMap<>();
        List<Thread> threads = new ArrayList<>();

        Map<String, Outcome<String>> outcomes = new Scheduler<>(tasks)
                .run(2, false, task -> failIf(task.equals("bad")), (task, outcome) -> {
                    assertThat(told.put(task, outcome)).isNull();
                    threads.add(Thread.currentThread());
                });

        assertThat(told).isEqualTo(outcomes);
        assertThat(threads).containsOnly(Thread.currentThread());
    }

    @Test
    void interruptingTheCallerInterruptsTheTasks() throws Exception {
        CountDownLatch running = new CountDownLatch(2);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        task("a").task("b").task("c").task("d", "a");
        Thread caller = new Thread(() -> {
            try {
                run(2, false, task -> {
                    done.add(task);
                    running.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException end) {
                        interrupted.incrementAndGet();
                        throw end;
                    }
                });
            } catch (RuntimeException end) {
                thrown.set(end);
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        assertThat(running.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();
        caller.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));

        assertThat(caller.isAlive()).isFalse();
        assertThat(interrupted).hasValue(2);
        assertThat(done).containsExactlyInAnyOrder("a", "b");
        assertThat(thrown.get()).isInstanceOf(IllegalStateException.class);
        assertThat(flag).hasValue(true);
    }

    @Test
    void aTaskThatEndsItselfIsCancelledWithWhatNeedsIt() {
        task("a").task("b", "a").task("c");

        Map<String, Outcome<String>> outcomes = run(1, false, task -> {
            if (task.equals("a")) {
                throw new InterruptedException();
            }
        });

        assertThat(outcomes)
                .containsEntry("a", new Outcome.Cancelled<>())
                .containsEntry("b", new Outcome.Cancelled<>())
                .containsEntry("c", new Outcome.Succeeded<>());
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

    private static String[] previous(int i) {
        return i == 1 ? new String[] {"t0"} : new String[] {"t" + (i - 1), "t" + (i - 1) / 2};
    }

    private static void failIf(boolean condition) {
        if (condition) {
            throw new IllegalStateException("as told");
        }
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody came");
        }
    }

    private static void await(CyclicBarrier barrier) throws InterruptedException {
        try {
            barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.BrokenBarrierException | java.util.concurrent.TimeoutException nobodyCame) {
            throw new AssertionError(nobodyCame);
        }
    }
}
