package dev.imagemanager.config;

import jakarta.validation.constraints.Pattern;
import java.util.Optional;

/**
 * The key {@code prune} as written: what may be removed from registries.
 *
 * @param keepLast how many of what could be removed stay in each repository, the newest
 * @param olderThan a {@link TimeSpan}: what is younger stays
 * @param snapshots a {@link TimeSpan}: snapshots that are older go
 * @param orphans whether tags go that the fleet does not define
 */
public record PruneConfig(
        Optional<@Pattern(regexp = "[0-9]{1,6}", message = "must be a number, such as 5") String> keepLast,
        Optional<@Pattern(regexp = TimeSpan.POSITIVE, message = TimeSpan.POSITIVE_RULE) String> olderThan,
        Optional<@Pattern(regexp = TimeSpan.POSITIVE, message = TimeSpan.POSITIVE_RULE) String> snapshots,
        boolean orphans) {

    static final PruneConfig NONE = new PruneConfig(Optional.empty(), Optional.empty(), Optional.empty(), false);

    static PruneConfig read(MappingReader reader) {
        return new PruneConfig(
                reader.text("keep_last"),
                reader.text("older_than"),
                reader.text("snapshots"),
                reader.flag("orphans").orElse(false));
    }
}
