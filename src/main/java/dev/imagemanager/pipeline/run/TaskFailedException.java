package dev.imagemanager.pipeline.run;

import dev.imagemanager.pipeline.step.Outcome;

/** Carries the outcome of a task through the scheduler, which knows failures as exceptions. */
final class TaskFailedException extends RuntimeException {

    private final transient Outcome.Failed outcome;

    TaskFailedException(Outcome.Failed outcome) {
        super(null, null, false, false);
        this.outcome = outcome;
    }

    Outcome.Failed outcome() {
        return outcome;
    }
}
