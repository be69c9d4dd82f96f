package dev.imagemanager.pipeline.cache;

import java.time.Duration;
import java.util.Optional;

/**
 * Which manifests are removed from the layer cache.
 *
 * @param olderThan removes manifests that were written longer ago
 * @param keepBytes removes the oldest manifests until the cache is not larger, in bytes
 */
public record PrunePolicy(Optional<Duration> olderThan, Optional<Long> keepBytes) {}
