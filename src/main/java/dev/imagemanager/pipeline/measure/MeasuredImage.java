package dev.imagemanager.pipeline.measure;

import dev.imagemanager.model.MeasuredAlias;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An image whose aliases are to be found.
 *
 * @param digest of the index if there are several platforms, else of the manifest
 */
public record MeasuredImage(Target target, Digest digest, SortedMap<Platform, Digest> platforms) {

    public MeasuredImage {
        platforms = Collections.unmodifiableSortedMap(new TreeMap<>(platforms));
    }

    TargetName name() {
        return target.name();
    }

    List<MeasuredAlias> patterns() {
        return target.tag().measuredAliases();
    }
}
