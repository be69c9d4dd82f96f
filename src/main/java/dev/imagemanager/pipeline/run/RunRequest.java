package dev.imagemanager.pipeline.run;

import dev.imagemanager.pipeline.TargetSelector;
import dev.imagemanager.pipeline.step.Step;
import java.nio.file.Path;
import java.util.List;

/**
 * What is to be done with which targets.
 *
 * @param directory the fleet's directory
 * @param steps in the order in which they are shown
 * @param jobs how many things to do at once
 * @param failFast whether to start nothing more after a failure
 */
public record RunRequest(Path directory, TargetSelector targets, List<Step> steps, int jobs, boolean failFast) {
    public RunRequest {
        steps = List.copyOf(steps);
    }
}
