package dev.imagemanager.pipeline.publish;

import dev.imagemanager.model.Snapshot;
import dev.imagemanager.pipeline.TargetSelector;
import dev.imagemanager.pipeline.generate.TargetFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to publish, and where.
 *
 * @param directory the fleet's directory
 * @param filter narrows the targets
 * @param destinations registries with an optional path; empty for those that the configuration marks
 * @param source the registry with an optional path that has the images; empty for what was built
 * @param snapshot that tags are for; empty for the tags themselves
 * @param jobs the number of images that are transferred at once
 */
public record PublishRequest(
        Path directory,
        TargetSelector targets,
        TargetFilter filter,
        List<String> destinations,
        Optional<String> source,
        Optional<Snapshot> snapshot,
        Rules rules,
        int jobs) {

    public PublishRequest {
        destinations = List.copyOf(destinations);
    }

    /**
     * What is allowed.
     *
     * @param isDryRun whether nothing is changed
     * @param mayOverwrite whether immutable tags may change, and aliases move to earlier versions
     * @param mayBeUntested whether images without a passed test are published
     * @param keepsGoing whether the others are published if an image cannot be
     * @param attachesToAll whether something may be attached also to images whose tags are all there
     */
    public record Rules(
            boolean isDryRun, boolean mayOverwrite, boolean mayBeUntested, boolean keepsGoing, boolean attachesToAll) {}
}
