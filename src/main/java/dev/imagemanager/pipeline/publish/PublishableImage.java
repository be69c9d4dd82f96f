package dev.imagemanager.pipeline.publish;

import dev.imagemanager.model.Target;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An image that may be published.
 *
 * @param digest of the index if there are several platforms, else of the manifest
 * @param measuredAliases that it turned out to have besides those of the target
 */
record PublishableImage(
        Target target, Digest digest, SortedMap<Platform, Digest> platforms, List<String> measuredAliases) {

    PublishableImage {
        platforms = Collections.unmodifiableSortedMap(new TreeMap<>(platforms));
        measuredAliases = List.copyOf(measuredAliases);
    }

    PublishableImage(Target target, Digest digest, Map<Platform, Digest> platforms) {
        this(target, digest, new TreeMap<>(platforms), List.of());
    }

    PublishableImage with(List<String> measured) {
        return new PublishableImage(target, digest, platforms, measured);
    }
}
