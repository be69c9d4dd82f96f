package dev.imagemanager.pipeline.build;

import dev.imagemanager.graph.BuilderPlatforms;
import dev.imagemanager.pipeline.build.ImageBuilder.Identity;
import dev.imagemanager.reference.Platform;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the builders of a fleet are, or are assumed to be until something connects to them.
 *
 * @param usual the builder of all images that have no other
 * @param others by the platform of images that have a builder of their own
 */
record BuilderIdentities(Identity usual, Map<Platform, Identity> others) {

    BuilderIdentities {
        others = Map.copyOf(others);
    }

    Identity of(Platform image) {
        return others.getOrDefault(image, usual);
    }

    BuilderPlatforms platforms() {
        return new BuilderPlatforms(
                usual.platform(),
                others.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, builder -> builder.getValue()
                        .platform())));
    }
}
