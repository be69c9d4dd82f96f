package dev.imagemanager.pipeline.sbom;

import dev.imagemanager.pipeline.step.PlannedReason;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The decision whether to scan the images of a target. */
sealed interface SbomDecision {

    /**
     * There are images.
     *
     * @param platforms each with why it is scanned; without reasons, its SBOM is up to date
     */
    record Images(SortedMap<Platform, Image> platforms) implements SbomDecision {
        public Images {
            platforms = Collections.unmodifiableSortedMap(new TreeMap<>(platforms));
        }
    }

    /** @param reasons why it is scanned; empty if it is not */
    record Image(Digest digest, List<PlannedReason> reasons) {
        public Image {
            reasons = List.copyOf(reasons);
        }

        boolean isUpToDate() {
            return reasons.isEmpty();
        }
    }

    /** Decide when the images are built. */
    record AfterBuild() implements SbomDecision {}

    /** There are no images, and nothing is going to build them. */
    record NotBuilt() implements SbomDecision {}

    /** Returns whether something is scanned, or may be. */
    default boolean mayScan() {
        return this instanceof AfterBuild
                || this instanceof Images images
                        && images.platforms().values().stream().anyMatch(image -> !image.isUpToDate());
    }
}
