package dev.imagemanager.pipeline;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.Problem;
import java.time.Duration;
import java.util.List;

/**
 * An event while targets are processed. Activities are described by the words of
 * {@link dev.imagemanager.pipeline.step.Activity}.
 */
public sealed interface PipelineEvent {

    /** @param activity the current activity: {@code building} */
    record Started(TargetName target, String activity) implements PipelineEvent {}

    /**
     * One line of output for a target, without the line ending.
     *
     * @param isInternal whether it describes an internal step of the tool, which is only written to the log
     */
    record Output(TargetName target, String line, boolean isInternal) implements PipelineEvent {
        public Output(TargetName target, String line) {
            this(target, line, false);
        }
    }

    /** @param summary the result in a few words */
    record Succeeded(TargetName target, Duration time, String summary) implements PipelineEvent {}

    /** @param details the last output of the failed step, safe to print */
    record Failed(TargetName target, Problem problem, List<String> details) implements PipelineEvent {
        public Failed {
            details = List.copyOf(details);
        }
    }

    /**
     * The target was not processed because of another target.
     *
     * @param state the resulting state: {@code not built}
     */
    record Skipped(TargetName target, String state, String reason) implements PipelineEvent {}

    /** @param mode the service mode, as users write it */
    record ServiceStarted(String service, String mode, String address) implements PipelineEvent {}

    record Noted(Problem problem) implements PipelineEvent {}
}
