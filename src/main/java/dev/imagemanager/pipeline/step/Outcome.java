package dev.imagemanager.pipeline.step;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.Problem;
import java.util.List;
import java.util.Optional;

/** The outcome of one step for one target. */
public sealed interface Outcome {

    /**
     * The step succeeded.
     *
     * @param isUnchanged whether it was up to date
     * @param summary the result in a few words
     */
    record Succeeded(boolean isUnchanged, String summary, StepReport report) implements Outcome {}

    /**
     * @param exitCode {@link ExitCode#FAILED} for a failed build or test; another code if there is no result
     * @param problems not empty
     * @param details the last output, safe to print
     * @param report the results, if there are any
     */
    record Failed(ExitCode exitCode, List<Problem> problems, List<String> details, Optional<StepReport> report)
            implements Outcome {
        public Failed {
            problems = List.copyOf(problems);
            details = List.copyOf(details);
        }
    }

    /**
     * A step that must succeed before failed.
     *
     * @param target the target of the failed step
     */
    record Blocked(TargetName target, Activity activity) implements Outcome {
        /** Returns why the step was not done. */
        public String reason() {
            return "the " + activity + " of " + target + " failed";
        }
    }

    /**
     * The step cannot be done on this machine. That is no failure: what comes after it goes on.
     *
     * @param note why, and what would help
     */
    record Omitted(Problem note) implements Outcome {}

    /** The run ended before this step. */
    record Cancelled() implements Outcome {}

    /** Returns the report, if there is one. */
    default Optional<StepReport> found() {
        if (this instanceof Succeeded succeeded) {
            return Optional.of(succeeded.report());
        }
        return this instanceof Failed failed ? failed.report() : Optional.empty();
    }
}
