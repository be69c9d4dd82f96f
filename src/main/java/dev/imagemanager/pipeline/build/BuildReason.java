package dev.imagemanager.pipeline.build;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** The reason for building a target. */
public sealed interface BuildReason {

    /** There is no record of a previous build, or its key was not known. */
    record New() implements BuildReason {}

    /** The user requested it. */
    record Forced() implements BuildReason {}

    /** @param components of the content key that changed since the last build */
    record Changed(SortedSet<String> components) implements BuildReason {
        public Changed {
            components = Collections.unmodifiableSortedSet(new TreeSet<>(components));
        }
    }

    /** @param reason why changes cannot be detected, as a clause */
    record KeyUnknown(String reason) implements BuildReason {}

    /** Nothing changed, but the image is neither in the image store nor in an archive. */
    record ImageLost() implements BuildReason {}

    /** The image's archive is needed but no longer exists. */
    record ArchiveLost() implements BuildReason {}

    /** The image's archive is needed but is not the one that was built. */
    record ArchiveChanged() implements BuildReason {}
}
