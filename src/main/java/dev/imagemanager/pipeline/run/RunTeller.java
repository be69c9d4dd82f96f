package dev.imagemanager.pipeline.run;

import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.step.Outcome;
import java.time.Duration;

/** Sends the events of a run's tasks to a listener. */
final class RunTeller {

    private final PipelineListener listener;

    RunTeller(PipelineListener listener) {
        this.listener = listener;
    }

    void started(Task task) {
        if (task.activity().isAnnounced()) {
            listener.on(new PipelineEvent.Started(task.target(), task.activity().progress()));
        }
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
        listener.on(new PipelineEvent.Skipped(
                task.target(),
                task.activity().skipped(),
                "the " + new Task(outcome.target(), outcome.activity()) + " failed"));
    }
}
