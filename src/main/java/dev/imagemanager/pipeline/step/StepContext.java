package dev.imagemanager.pipeline.step;

import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.services.Provided;
import java.util.Set;

/**
 * The context of a step.
 *
 * @param chosen the targets that the user selected
 * @param provided what the {@linkplain Step#services services} that steps need provide
 * @param archives targets whose archives a later step {@linkplain Step#readsArchives reads}
 * @param output the fleet's {@code dist/}
 * @param listener receives events
 * @param mask for what other programs print, before it is written to a file
 */
public record StepContext(
        GeneratedFleet fleet,
        Set<TargetName> chosen,
        Provided provided,
        Set<TargetName> archives,
        OutputDirectory output,
        PipelineListener listener,
        SecretMask mask) {
    public StepContext {
        chosen = Set.copyOf(chosen);
        archives = Set.copyOf(archives);
    }
}
