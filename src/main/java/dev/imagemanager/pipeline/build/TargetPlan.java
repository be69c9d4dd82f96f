package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.Target;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is to be done for a target.
 *
 * @param last the record of its last build
 */
record TargetPlan(Target target, Optional<BuildRecord> last, SortedMap<Platform, ForPlatform> platforms) {

    TargetPlan {
        platforms = Collections.unmodifiableSortedMap(new TreeMap<>(platforms));
    }

    /**
     * A decision and its inputs.
     *
     * @param parents as they were when it was made
     * @param key without the parents that were missing
     */
    record ForPlatform(
            ImageFiles files, BuildDecision decision, ParentImages.Parents parents, ContentKeys.Computed key) {

        /** Returns whether the image has to be built, or that is not known yet. */
        boolean mayBeBuilt() {
            return decision.image().isEmpty();
        }
    }

    /** Returns the images that exist and are not built again. */
    Map<Platform, Digest> images() {
        Map<Platform, Digest> images = new TreeMap<>();
        platforms.forEach(
                (platform, plan) -> plan.decision().digest().ifPresent(digest -> images.put(platform, digest)));
        return images;
    }

    /** Returns the platforms for which a builder may be necessary. */
    Set<Platform> platformsToBuild() {
        return platforms.entrySet().stream()
                .filter(entry ->
                        entry.getValue().mayBeBuilt() || entry.getValue().decision() instanceof BuildDecision.Restore)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Returns why the target is always built; empty if it is not. */
    Optional<String> keyUnknown() {
        return platforms.values().stream()
                .map(plan -> plan.key().key())
                .filter(ContentKey.Unknown.class::isInstance)
                .map(key -> ((ContentKey.Unknown) key).reason())
                .findFirst();
    }
}
