package dev.imagemanager.pipeline.step;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.Problem;
import java.util.List;
import java.util.Optional;

/** What became of one step for one target. */
public sealed interface Outcome {

    /**
     * What depends on it may go on.
     *
     * @param isUnchanged whether there was nothing to do, since it was done before
     * @param summary in a few words
     */
    record Succeeded(boolean isUnchanged, String summary, StepReport report) implements Outcome {}

    /**
     * @param exitCode {@link ExitCode#FAILED} if the answer is no; any other if there is none
     * @param problems never empty
     * @param details what was printed last, ready to be shown
     * @param report what was found out all the same
     */
    record Failed(ExitCode exitCode, List<Problem> problems, List<String> details, Optional<StepReport> report)
            implements Outcome {
        public Failed {
            problems = List.copyOf(problems);
            details = List.copyOf(details);
        }
    }

    /**
     * Another step, which has to come before, failed.
     *
     * @param target what that one was about
     */
    record Blocked(TargetName target, Activity activity) implements Outcome {}

    /** The run ended before. */
    record Cancelled() implements Outcome {}

    /** What was found out, if anything. */
    default Optional<StepReport> found() {
        if (this instanceof Succeeded succeeded) {
            return Optional.of(succeeded.report());
        }
        return this instanceof Failed failed ? failed.report() : Optional.empty();
    }
}
