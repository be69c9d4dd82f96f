package dev.imagemanager.pipeline.schedule;

import dev.imagemanager.pipeline.schedule.Scheduler.Outcome;
import dev.imagemanager.pipeline.schedule.Scheduler.Work;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/** Tasks that a test has done. */
@Timeout(20)
abstract class TaskGraph {

    static final int PATIENCE_SECONDS = 10;

    final List<String> done = Collections.synchronizedList(new ArrayList<>());

    final Map<String, Set<String>> tasks = new LinkedHashMap<>();

    TaskGraph task(String name, String... needs) {
        tasks.put(name, Set.of(needs));
        return this;
    }

    Map<String, Outcome<String>> run(int jobs, boolean failFast, Work<String> work) {
        return new Scheduler<>(tasks).run(Scheduler.Places.shared(jobs), failFast, work, (task, outcome) -> {});
    }

    @SuppressWarnings("unchecked")
    static <E extends Throwable> RuntimeException undeclared(Throwable failure) throws E {
        throw (E) failure;
    }

    static String[] previous(int i) {
        return i == 1 ? new String[] {"t0"} : new String[] {"t" + (i - 1), "t" + (i - 1) / 2};
    }

    static void failIf(boolean condition) {
        if (condition) {
            throw new IllegalStateException("as told");
        }
    }

    static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody came");
        }
    }

    static void await(CyclicBarrier barrier) throws InterruptedException {
        try {
            barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.BrokenBarrierException | java.util.concurrent.TimeoutException nobodyCame) {
            throw new AssertionError(nobodyCame);
        }
    }
}
