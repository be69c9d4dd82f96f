package dev.imagemanager.graph;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The images that one target builds on.
 *
 * @param parents targets of the fleet → first use in the Dockerfile; for all platforms
 * @param externalBases references to images outside the fleet, as written; for linux/amd64, or else the first platform
 * @param byPlatform the images for each platform that the target may be built for
 */
public record Dependencies(
        SortedMap<TargetName, SourceLocation> parents,
        SortedSet<ImageReference> externalBases,
        SortedMap<Platform, PlatformDependencies> byPlatform) {

    public Dependencies {
        parents = Collections.unmodifiableSortedMap(new TreeMap<>(parents));
        externalBases = Collections.unmodifiableSortedSet(new TreeSet<>(externalBases));
        byPlatform = Collections.unmodifiableSortedMap(new TreeMap<>(byPlatform));
    }
}
