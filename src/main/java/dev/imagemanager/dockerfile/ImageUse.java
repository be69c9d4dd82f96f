package dev.imagemanager.dockerfile;

import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.util.Objects;
import java.util.Optional;

/**
 * A use of an image in a Dockerfile.
 *
 * @param reference with variables expanded and quotes removed
 * @param location of the reference
 * @param platform the value of {@code FROM --platform}; empty for the target platform
 * @param isNeeded whether the stage to build depends on it
 */
public record ImageUse(
        Kind kind, ImageReference reference, SourceLocation location, Optional<Platform> platform, boolean isNeeded) {

    private static final String SCRATCH = "scratch";

    /** Returns whether a name that is not a stage is an image; {@code scratch} is not. */
    static boolean isImage(String name) {
        return !name.equals(SCRATCH);
    }

    public enum Kind {
        FROM,
        COPY_FROM,
        /** {@code RUN --mount=…,from=…} */
        MOUNT_FROM
    }

    public ImageUse {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(platform, "platform");
    }
}
