package dev.imagemanager.pipeline.diff;

import java.util.Optional;

/**
 * Two different values, of which one may be missing.
 *
 * @param before empty if it was added
 * @param after empty if it was removed
 */
public record Change<T>(Optional<T> before, Optional<T> after) {

    public Change {
        if (before.equals(after)) {
            throw new IllegalArgumentException("no change: " + before);
        }
    }

    /** @return empty if there is no change */
    static <T> Optional<Change<T>> between(Optional<T> before, Optional<T> after) {
        return before.equals(after) ? Optional.empty() : Optional.of(new Change<>(before, after));
    }
}
