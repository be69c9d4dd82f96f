package dev.imagemanager.pipeline.cache;

import dev.imagemanager.reference.Digest;
import java.time.Instant;

/**
 * One layer of an image in the cache.
 *
 * @param written when a build wrote it, or last used it (updated once a day)
 */
public record CachedLayer(String image, Digest digest, Instant written, long bytes) {}
