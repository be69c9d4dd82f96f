package dev.imagemanager.pipeline.run;

import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.step.Outcome;
import java.time.Duration;

/** Tells a listener how the tasks of a run go. */
final class RunTeller {

    private final PipelineListener listener;

    RunTeller(PipelineListener listener) {
        this.listener = listener;
    }

    void started(Task task) {
        listener.on(new PipelineEvent.Started(task.target(), task.activity().progress()));
    }

    /** @param time that the work took */
    void succeeded(Task task, Outcome.Succeeded outcome, Duration time) {
        listener.on(new PipelineEvent.Succeeded(task.target(), time, outcome.summary()));
    }

    void failed(Task task, Outcome.Failed outcome) {
        outcome.problems()
                .forEach(problem -> listener.on(new PipelineEvent.Failed(task.target(), problem, outcome.details())));
    }

    /** To be told once for a target: what else would have been done with it is no news. */
    void blocked(Task task, Outcome.Blocked outcome) {
        listener.on(new PipelineEvent.Skipped(
                task.target(),
                task.activity().skipped(),
                "the " + new Task(outcome.target(), outcome.activity()) + " failed"));
    }
}
