package dev.imagemanager.pipeline.step;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import java.util.Set;

/**
 * The context of a step.
 *
 * @param fleet with the settings of this run
 * @param archives targets whose archives a later step {@linkplain Step#readsArchives reads}
 * @param listener receives events
 */
public record StepContext(GeneratedFleet fleet, Set<TargetName> archives, PipelineListener listener) {
    public StepContext {
        archives = Set.copyOf(archives);
    }
}
