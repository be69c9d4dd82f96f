package dev.imagemanager.pipeline.run;

import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.step.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Sends the events of a run's tasks to a listener. */
final class RunTeller {

    private final PipelineListener listener;

    RunTeller(PipelineListener listener) {
        this.listener = listener;
    }

    /**
     * @param tasks each with the tasks that must succeed before it
     * @param expected how long a task probably takes, if something is known of that
     */
    void begun(Map<Task, Set<Task>> tasks, int jobs, Function<Task, Optional<Duration>> expected) {
        List<PipelineEvent.PlannedTask> planned = new ArrayList<>();
        tasks.forEach((task, before) -> planned.add(new PipelineEvent.PlannedTask(
                told(task), before.stream().map(RunTeller::told).collect(Collectors.toSet()), expected.apply(task))));
        listener.on(new PipelineEvent.Begun(planned, jobs));
    }

    private static PipelineEvent.Task told(Task task) {
        return new PipelineEvent.Task(task.target(), task.activity().name());
    }

    void started(Task task) {
        if (task.activity().isAnnounced()) {
            listener.on(new PipelineEvent.Started(told(task), task.activity().progress()));
        }
    }

    void ended(Task task, Outcome outcome, Duration time) {
        listener.on(new PipelineEvent.Ended(told(task), end(outcome), time, summary(outcome)));
    }

    private static String summary(Outcome outcome) {
        if (outcome instanceof Outcome.Succeeded succeeded) {
            return succeeded.summary();
        }
        return outcome instanceof Outcome.Blocked blocked ? blocked.reason() : "";
    }

    private static PipelineEvent.End end(Outcome outcome) {
        if (outcome instanceof Outcome.Succeeded succeeded) {
            return succeeded.isUnchanged() ? PipelineEvent.End.UNCHANGED : PipelineEvent.End.SUCCEEDED;
        }
        if (outcome instanceof Outcome.Failed) {
            return PipelineEvent.End.FAILED;
        }
        if (outcome instanceof Outcome.Omitted) {
            return PipelineEvent.End.OMITTED;
        }
        return outcome instanceof Outcome.Blocked ? PipelineEvent.End.BLOCKED : PipelineEvent.End.CANCELLED;
    }

    /** @param time of the task */
    void succeeded(Task task, Outcome.Succeeded outcome, Duration time) {
        if (task.activity().isAnnounced()) {
            listener.on(new PipelineEvent.Succeeded(task.target(), time, outcome.summary()));
        }
    }

    void failed(Task task, Outcome.Failed outcome) {
        outcome.problems()
                .forEach(problem -> listener.on(new PipelineEvent.Failed(task.target(), problem, outcome.details())));
    }

    void omitted(Outcome.Omitted outcome) {
        listener.on(new PipelineEvent.Noted(outcome.note()));
    }

    /** Reports a blocked target. Call it once for a target. */
    void blocked(Task task, Outcome.Blocked outcome) {
        listener.on(new PipelineEvent.Skipped(task.target(), task.activity().skipped(), outcome.reason()));
    }
}
