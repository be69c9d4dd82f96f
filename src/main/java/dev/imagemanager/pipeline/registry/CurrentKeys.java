package dev.imagemanager.pipeline.registry;

import java.util.Set;

/**
 * The keys that the fleet's builds have now.
 *
 * @param tags in the build registry
 * @param unknown images of which not all keys are known, since a target cannot be planned before others are built
 */
public record CurrentKeys(Set<String> tags, Set<String> unknown) {

    /** The keys if no build registry is looked at: nothing is known of any image. */
    static final CurrentKeys NONE = new CurrentKeys(Set.of(), Set.of());

    public CurrentKeys {
        tags = Set.copyOf(tags);
        unknown = Set.copyOf(unknown);
    }

    boolean areKnown(FleetRepository repository) {
        return repository.images().stream().noneMatch(image -> unknown.contains(image.name()));
    }
}
