package dev.imagemanager.pipeline.build;

import dev.imagemanager.reference.Digest;

/**
 * The content of an image archive.
 *
 * @param size in bytes
 */
public record ArchiveContent(long size, Digest digest) {}
