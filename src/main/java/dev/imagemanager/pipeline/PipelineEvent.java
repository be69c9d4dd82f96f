package dev.imagemanager.pipeline;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An event while targets are processed. Activities are described by the words of
 * {@link dev.imagemanager.pipeline.step.Activity}.
 */
public sealed interface PipelineEvent {

    /**
     * A step of a run on one target.
     *
     * @param step the name of its activity: {@code build}
     */
    record Task(TargetName target, String step) {}

    /**
     * @param after the tasks that must succeed before
     * @param expected how long it probably takes, zero if nothing is to be done; empty if nothing is known
     */
    record PlannedTask(Task task, Set<Task> after, Optional<Duration> expected) {
        public PlannedTask {
            after = Set.copyOf(after);
        }
    }

    /**
     * All tasks are known, and the first ones start.
     *
     * @param jobs the number of tasks that run at once
     */
    record Begun(List<PlannedTask> tasks, int jobs) implements PipelineEvent {
        public Begun {
            tasks = List.copyOf(tasks);
        }
    }

    /** @param activity what is being done: {@code building} */
    record Started(Task task, String activity) implements PipelineEvent {
        public TargetName target() {
            return task.target();
        }
    }

    /**
     * A tool began another step of its own, which is what it does now.
     *
     * @param name {@code RUN make}
     * @param position its place among the others; empty if it has none
     */
    record Advanced(TargetName target, String name, Optional<Position> position) implements PipelineEvent {}

    /**
     * The place of a step among others of its kind: {@code [build 3/7]}.
     *
     * @param group {@code build}; empty if all are of one
     * @param number counted from 1
     */
    record Position(String group, int number, int count) {
        @Override
        public String toString() {
            return "[" + group + (group.isEmpty() ? "" : " ") + number + "/" + count + "]";
        }
    }

    /**
     * Bytes were transferred for the current step of a tool.
     *
     * @param name of the step
     * @param total 0 if unknown
     */
    record Transferred(TargetName target, String name, long bytes, long total) implements PipelineEvent {}

    /** A tool remarks on a file of the target. */
    record Warned(TargetName target, Problem warning) implements PipelineEvent {}

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

    /** How a task ended. */
    enum End {
        SUCCEEDED,
        UNCHANGED,
        FAILED,
        OMITTED,
        BLOCKED,
        CANCELLED
    }

    /**
     * The last event of each task, also of those that did not start.
     *
     * @param summary the result in a few words; may be empty
     */
    record Ended(Task task, End end, Duration time, String summary) implements PipelineEvent {}

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
