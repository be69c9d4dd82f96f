package dev.imagemanager.pipeline.build;

import java.util.Optional;

/**
 * A component of a {@link ContentKey} that differs from the one of the last build.
 *
 * @param component its name: {@code base debian:bookworm-slim}
 * @param before empty if it was no component
 * @param now empty if it is none any more
 */
public record KeyChange(String component, Optional<String> before, Optional<String> now) {}
