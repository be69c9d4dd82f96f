package dev.imagemanager.dockerfile;

import dev.imagemanager.problem.SourceLocation;
import java.util.Objects;
import java.util.Optional;

/**
 * A place where a Dockerfile asks for an image from outside of itself.
 *
 * @param reference with variables expanded and quotes removed; of valid form, not normalised
 * @param location of the reference
 * @param platform the normalised value of {@code FROM --platform}; without it the platform that is built for
 */
public record ImageUse(Kind kind, String reference, SourceLocation location, Optional<String> platform) {

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
