package dev.imagemanager.pipeline.attest;

import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An image in a registry.
 *
 * @param digest of the index for several platforms, else of the manifest
 * @param platforms the manifests of an index; empty if it is a manifest
 */
public record PublishedImage(Digest digest, SortedMap<Platform, Digest> platforms) {

    public PublishedImage {
        platforms = Collections.unmodifiableSortedMap(new TreeMap<>(platforms));
    }
}
