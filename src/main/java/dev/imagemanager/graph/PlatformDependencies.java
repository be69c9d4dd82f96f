package dev.imagemanager.graph;

import dev.imagemanager.reference.ImageReference;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The images that a build for one platform uses.
 *
 * @param parents uses of targets of the fleet, in the order of the Dockerfile
 * @param externalImages references to images outside the fleet, as written
 */
public record PlatformDependencies(List<ParentUse> parents, SortedSet<ImageReference> externalImages) {

    public PlatformDependencies {
        parents = List.copyOf(parents);
        externalImages = Collections.unmodifiableSortedSet(new TreeSet<>(externalImages));
    }
}
