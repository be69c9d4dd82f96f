package dev.imagemanager.pipeline.cache;

import java.time.Duration;
import java.util.Optional;

/**
 * How much of the layer cache is kept.
 *
 * @param olderThan manifests that were written longer ago are removed
 * @param keepBytes the oldest are removed until the rest fits
 */
public record PrunePolicy(Optional<Duration> olderThan, Optional<Long> keepBytes) {}
