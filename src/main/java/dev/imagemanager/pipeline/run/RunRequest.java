package dev.imagemanager.pipeline.run;

import dev.imagemanager.pipeline.TargetSelector;
import dev.imagemanager.pipeline.build.BuildSettings;
import java.nio.file.Path;

/**
 * What is to be done with which targets.
 *
 * @param directory the fleet's directory
 * @param builds whether to build the targets and what they build on
 * @param tests whether to test the targets
 * @param jobs how many things to do at once
 * @param failFast whether to start nothing more after a failure
 */
public record RunRequest(
        Path directory,
        TargetSelector targets,
        boolean builds,
        boolean tests,
        BuildSettings buildSettings,
        int jobs,
        boolean failFast) {}
