package dev.imagemanager.pipeline.attest;

import dev.imagemanager.model.Target;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An image that statements and signatures are attached to.
 *
 * @param digest of the index for several platforms, else of the manifest
 * @param platforms the manifest for each platform
 */
public record AttestedImage(Target target, Digest digest, SortedMap<Platform, Digest> platforms, Evidence evidence) {

    public AttestedImage {
        platforms = Collections.unmodifiableSortedMap(new TreeMap<>(platforms));
    }

    /** Returns the index, if there is one, and the manifests. */
    Set<Digest> digests() {
        Set<Digest> digests = new LinkedHashSet<>();
        digests.add(digest);
        digests.addAll(platforms.values());
        return digests;
    }
}
