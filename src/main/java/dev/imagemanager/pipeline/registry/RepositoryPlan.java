package dev.imagemanager.pipeline.registry;

import dev.imagemanager.reference.Digest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What to remove from a repository.
 *
 * @param removals in the order in which they are made
 * @param stays tags that could be removed by their kind, but stay
 */
public record RepositoryPlan(RepositoryStock stock, List<Removal> removals, List<Stay> stays) {

    public RepositoryPlan {
        removals = List.copyOf(removals);
        stays = List.copyOf(stays);
    }

    public FleetRepository repository() {
        return stock.repository();
    }

    /** Returns whether the plan has the same removal. */
    boolean has(Removal removal) {
        return removals.stream().anyMatch(removal::isSame);
    }

    /**
     * Returns the configurations and layers that no other image of the repository has, with their sizes in bytes.
     *
     * @param isRemoved which removals are made
     */
    Map<Digest, Long> blobs(Predicate<Removal> isRemoved) {
        Set<Digest> removed = removals.stream()
                .filter(removal -> !removal.isTagOnly() && isRemoved.test(removal))
                .map(Removal::digest)
                .collect(Collectors.toSet());
        Set<Digest> others = new HashSet<>(stock.manifests().keySet());
        others.removeAll(removed);
        Map<Digest, Long> blobs = stock.blobs(removed);
        blobs.keySet().removeAll(stock.blobs(others).keySet());
        return blobs;
    }
}
