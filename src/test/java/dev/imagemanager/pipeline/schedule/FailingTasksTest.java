package dev.imagemanager.pipeline.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.pipeline.schedule.Scheduler.Outcome;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Tasks that fail, and what becomes of the others. */
class FailingTasksTest extends TaskGraph {

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
                        Scheduler.Places.shared(2),
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
                        Scheduler.Places.shared(2),
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
}
