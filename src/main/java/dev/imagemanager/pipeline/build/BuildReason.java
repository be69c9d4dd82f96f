package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.TargetName;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The reason for building a target. */
public sealed interface BuildReason {

    /** There is no record of a previous build, and no image with its key. */
    record New() implements BuildReason {}

    /** The user requested it. */
    record Forced() implements BuildReason {}

    /** @param changes components of the content key that changed since the last build, sorted by name */
    record Changed(List<KeyChange> changes) implements BuildReason {
        public Changed {
            changes = List.copyOf(changes);
        }
    }

    /** @param parents that are built first, and may change */
    record ParentsBuilt(SortedSet<TargetName> parents) implements BuildReason {
        public ParentsBuilt {
            parents = Collections.unmodifiableSortedSet(new TreeSet<>(parents));
        }
    }

    /** @param reason why changes cannot be detected, as a clause */
    record KeyUnknown(String reason) implements BuildReason {}

    /** @param reason why changes could not be detected at the last build, as a clause */
    record KeyWasUnknown(String reason) implements BuildReason {}

    /** Nothing changed, but the image is neither in the image store nor in an archive. */
    record ImageLost() implements BuildReason {}
}
