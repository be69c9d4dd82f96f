package dev.imagemanager.model.settings;

import dev.imagemanager.config.PruneConfig;
import dev.imagemanager.config.TimeSpan;
import java.time.Duration;
import java.util.Optional;

/**
 * What may be removed from registries.
 *
 * @param keepLast how many of what could be removed stay in each repository, the newest; 0 for none
 * @param olderThan what is younger stays; empty for all
 * @param snapshots snapshots that are older go; empty to keep them
 * @param orphans whether tags go that the fleet does not define
 */
public record PruneSettings(int keepLast, Optional<Duration> olderThan, Optional<Duration> snapshots, boolean orphans) {

    /** The settings if nothing is configured. */
    public static final PruneSettings NONE = new PruneSettings(0, Optional.empty(), Optional.empty(), false);

    static PruneSettings of(PruneConfig config) {
        return new PruneSettings(
                config.keepLast()
                        .filter(text -> text.matches("[0-9]{1,6}"))
                        .map(Integer::parseInt)
                        .orElse(0),
                config.olderThan().flatMap(TimeSpan::parsePositive),
                config.snapshots().flatMap(TimeSpan::parsePositive),
                config.orphans());
    }
}
