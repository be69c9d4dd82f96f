package dev.imagemanager.pipeline.run;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.pipeline.step.Outcome;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs the tasks of a run in the order in which it probably ends first, and records what became of them. */
final class TaskRunner {

    private final TaskExecutor executor;
    private final RunRecorder recorder;
    private final RunHistory history;
    private final Set<String> targets;
    private final RunTeller teller;
    private final Timeline timeline;
    private final Map<Task, Set<Task>> tasks;

    /**
     * @param tasks each with the tasks that must succeed before it
     * @param targets of the fleet
     */
    TaskRunner(
            Map<Task, Set<Task>> tasks,
            TaskExecutor executor,
            RunRecorder recorder,
            RunHistory history,
            Collection<TargetName> targets,
            Timeline timeline,
            RunTeller teller) {
        this.tasks = tasks;
        this.timeline = timeline;
        this.executor = executor;
        this.recorder = recorder;
        this.history = history;
        this.targets = targets.stream().map(TargetName::toString).collect(Collectors.toUnmodifiableSet());
        this.teller = teller;
    }

    /** @param places the number of tasks to run at once */
    void run(Scheduler.Places<Task> places, boolean failFast) {
        teller.begun(
                tasks,
                places.most(),
                task -> executor.hasWork(task) ? history.known(task) : Optional.of(Duration.ZERO));
        try {
            new Scheduler<>(tasks, this::expected).run(places, failFast, this::attempt, this::settle);
        } finally {
            history.write(targets);
        }
    }

    /** Returns how the time was used, after the run. */
    RunStatistics statistics() {
        Duration saved = Duration.ZERO;
        boolean hasWorked = false;
        for (Task task : tasks.keySet()) {
            Outcome outcome = recorder.of(task);
            boolean isUnchanged = outcome instanceof Outcome.Succeeded succeeded && succeeded.isUnchanged();
            if (isUnchanged) {
                saved = saved.plus(history.last(task).orElse(Duration.ZERO));
            } else {
                hasWorked |= outcome instanceof Outcome.Succeeded || outcome instanceof Outcome.Failed;
            }
        }
        return RunStatistics.of(tasks, timeline, saved, hasWorked);
    }

    private Duration expected(Task task) {
        return executor.hasWork(task) ? history.expected(task) : Duration.ZERO;
    }

    private void attempt(Task task) throws InterruptedException {
        timeline.started(task);
        try {
            if (executor.hasWork(task)) {
                teller.started(task);
            }
            Outcome outcome = executor.execute(task);
            if (outcome instanceof Outcome.Failed failed) {
                throw new TaskFailedException(failed);
            }
            recorder.record(task, outcome);
            if (outcome instanceof Outcome.Omitted omitted) {
                teller.omitted(omitted);
            } else {
                teller.succeeded(task, (Outcome.Succeeded) outcome, timeline.since(task));
            }
        } finally {
            timeline.ended(task);
        }
    }

    private void settle(Task task, Scheduler.Outcome<Task> end) {
        recordFailure(task, end);
        Outcome outcome = recorder.of(task);
        Duration time = timeline.of(task).map(Timeline.Span::time).orElse(Duration.ZERO);
        teller.ended(task, outcome, time);
        history.record(task, outcome, time);
        history.keep(timeline.now(), targets);
    }

    /** Records tasks that did not succeed. The worker thread records successful ones. */
    private void recordFailure(Task task, Scheduler.Outcome<Task> end) {
        if (end instanceof Scheduler.Outcome.Failed<Task> failed) {
            Outcome.Failed outcome = failed.reason() instanceof TaskFailedException told
                    ? told.outcome()
                    : TaskExecutor.internalError(task, failed.reason());
            recorder.record(task, outcome);
            teller.failed(task, outcome);
        } else if (end instanceof Scheduler.Outcome.Blocked<Task> blocked) {
            Outcome.Blocked outcome =
                    new Outcome.Blocked(blocked.by().target(), blocked.by().activity());
            if (recorder.record(task, outcome)) {
                teller.blocked(task, outcome);
            }
        } else if (end instanceof Scheduler.Outcome.Cancelled<Task>) {
            recorder.record(task, new Outcome.Cancelled());
        }
    }
}
