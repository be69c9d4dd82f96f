package dev.imagemanager.pipeline.step;

import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.TimeLimit;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The context of a step.
 *
 * @param chosen the targets that the user selected
 * @param services provides the services that steps need
 * @param output the fleet's {@code dist/}
 * @param listener receives events
 * @param jobs how many targets are worked on at once, by each server that does the work
 * @param timeLimit of work on a target, instead of that in its definition
 * @param mask for what other programs print, before it is written to a file
 */
public record StepContext(
        GeneratedFleet fleet,
        Set<TargetName> chosen,
        ServiceSource services,
        OutputDirectory output,
        PipelineListener listener,
        int jobs,
        Optional<Duration> timeLimit,
        SecretMask mask) {
    public StepContext {
        chosen = Set.copyOf(chosen);
    }

    /** @param defined the limit in the definition of a target */
    public TimeLimit limit(TimeLimit defined) {
        return timeLimit
                .map(time -> new TimeLimit(defined.key(), time, new TimeLimit.Source.Command()))
                .orElse(defined);
    }
}
