package dev.imagemanager.graph;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.ImageReference;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The images that one target builds on.
 *
 * @param parents targets of the fleet → first use in the Dockerfile
 * @param localReferences references as written in the Dockerfile → target
 * @param externalBases references to images outside the fleet, as written
 */
public record Dependencies(
        SortedMap<TargetName, SourceLocation> parents,
        SortedMap<ImageReference, TargetName> localReferences,
        SortedSet<ImageReference> externalBases) {

    public Dependencies {
        parents = Collections.unmodifiableSortedMap(new TreeMap<>(parents));
        localReferences = Collections.unmodifiableSortedMap(new TreeMap<>(localReferences));
        externalBases = Collections.unmodifiableSortedSet(new TreeSet<>(externalBases));
    }
}
