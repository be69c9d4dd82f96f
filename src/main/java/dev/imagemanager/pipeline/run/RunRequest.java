package dev.imagemanager.pipeline.run;

import dev.imagemanager.pipeline.TargetSelector;
import dev.imagemanager.pipeline.generate.TargetFilter;
import dev.imagemanager.pipeline.step.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The targets and steps of a run.
 *
 * @param directory the fleet's directory
 * @param filter narrows them
 * @param steps in output order
 * @param jobs the number of tasks to run at once
 * @param failFast whether to stop starting tasks after a failure
 * @param timeLimit of each task, instead of those in the definitions
 * @param trace the file to write the schedule to
 * @param saved the plan that must still hold
 */
public record RunRequest(
        Path directory,
        TargetSelector targets,
        TargetFilter filter,
        List<Step> steps,
        int jobs,
        boolean failFast,
        Optional<Duration> timeLimit,
        Optional<Path> trace,
        Optional<SavedPlan> saved) {
    public RunRequest {
        steps = List.copyOf(steps);
    }

    /**
     * Returns a request whose steps are only planned.
     *
     * @param jobs how many targets those who use the plans work on at once
     */
    public static RunRequest toPlan(
            Path directory, TargetSelector targets, TargetFilter filter, List<Step> steps, int jobs) {
        return new RunRequest(
                directory, targets, filter, steps, jobs, false, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
