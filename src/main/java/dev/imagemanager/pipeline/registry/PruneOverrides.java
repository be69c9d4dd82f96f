package dev.imagemanager.pipeline.registry;

import dev.imagemanager.model.settings.PruneSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * What a command says instead of the fleet's settings; see {@link PruneSettings}.
 *
 * @param olderThan zero for any age
 * @param snapshots zero for all
 */
public record PruneOverrides(
        Optional<Integer> keepLast, Optional<Duration> olderThan, Optional<Duration> snapshots, boolean orphans) {

    PruneSettings on(PruneSettings settings) {
        return new PruneSettings(
                keepLast.orElse(settings.keepLast()),
                olderThan.or(settings::olderThan),
                snapshots.or(settings::snapshots),
                orphans || settings.orphans());
    }
}
