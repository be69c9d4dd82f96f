package dev.imagemanager.pipeline.run;

import dev.imagemanager.pipeline.step.Outcome;

/** Passes the outcome of a failed task through the scheduler. */
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
