package dev.imagemanager.pipeline;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.Problem;
import java.time.Duration;
import java.util.List;

/**
 * Something that happened while targets were worked on, for whoever shows or records it. The activity is a
 * {@link dev.imagemanager.pipeline.step.Activity} in the words that fit the event.
 */
public sealed interface PipelineEvent {

    /** @param activity what is done now: {@code building} */
    record Started(TargetName target, String activity) implements PipelineEvent {}

    /** One line that the work on a target printed, without the line's end. */
    record Output(TargetName target, String line) implements PipelineEvent {}

    /** @param summary what came of it, in a few words */
    record Succeeded(TargetName target, Duration time, String summary) implements PipelineEvent {}

    /** @param details what the failed step printed last, ready to be shown */
    record Failed(TargetName target, Problem problem, List<String> details) implements PipelineEvent {
        public Failed {
            details = List.copyOf(details);
        }
    }

    /**
     * The target's turn never came because of another target.
     *
     * @param state what that makes of it: {@code not built}
     */
    record Skipped(TargetName target, String state, String reason) implements PipelineEvent {}

    /** @param mode how it is run, as users write it */
    record ServiceStarted(String service, String mode, String address) implements PipelineEvent {}

    record Noted(Problem problem) implements PipelineEvent {}
}
