package dev.imagemanager.pipeline.cache;

import java.time.Instant;

/**
 * One layer of an image's builds.
 *
 * @param digest {@code sha256:…}
 * @param written when a build wrote it, or used it after more than a day
 */
public record CachedLayer(String image, String digest, Instant written, long bytes) {}
