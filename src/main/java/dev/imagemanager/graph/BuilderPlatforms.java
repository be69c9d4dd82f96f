package dev.imagemanager.graph;

import dev.imagemanager.reference.Platform;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The platforms of the builders themselves: what {@code BUILDPLATFORM} is in the build of an image (Dockerfile reference,
 * "Automatic platform ARGs in the global scope").
 *
 * @param usual of the builder of all images that have no other
 * @param others by the platform of images that have a builder of their own, if it has another platform than the usual one
 */
public record BuilderPlatforms(Platform usual, Map<Platform, Platform> others) {

    public BuilderPlatforms {
        Objects.requireNonNull(usual, "usual");
        others = others.entrySet().stream()
                .filter(other -> !other.getValue().equals(usual))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** One builder for images of all platforms. */
    public static BuilderPlatforms all(Platform builder) {
        return new BuilderPlatforms(builder, Map.of());
    }

    /** Returns the platform of the builder of images for a platform. */
    public Platform of(Platform image) {
        return others.getOrDefault(image, usual);
    }
}
