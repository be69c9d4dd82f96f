package dev.imagemanager.pipeline.cache;

import dev.imagemanager.reference.Digest;
import java.time.Instant;

/**
 * One layer of an image's builds.
 *
 * @param written when a build wrote it, or used it after more than a day
 */
public record CachedLayer(String image, Digest digest, Instant written, long bytes) {}
