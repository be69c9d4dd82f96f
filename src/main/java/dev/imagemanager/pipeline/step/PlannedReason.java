package dev.imagemanager.pipeline.step;

import java.util.Optional;

/**
 * One reason of {@link PlannedWork}.
 *
 * @param code a stable name for programs: {@code base}
 * @param subject what it is about: {@code debian:bookworm-slim}; empty for nothing in particular
 * @param text for people, a clause: {@code base debian:bookworm-slim moved}
 */
public record PlannedReason(String code, Optional<String> subject, String text) {

    public PlannedReason(String code, String text) {
        this(code, Optional.empty(), text);
    }
}
