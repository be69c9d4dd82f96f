package dev.imagemanager.pipeline.build;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** Why a target is built. */
public sealed interface BuildReason {

    /** There is no build to compare with: no record of one, or one whose key was not known. */
    record New() implements BuildReason {}

    /** The user asked for it. */
    record Forced() implements BuildReason {}

    /** @param components of the content key that are not those of the last build */
    record Changed(SortedSet<String> components) implements BuildReason {
        public Changed {
            components = Collections.unmodifiableSortedSet(new TreeSet<>(components));
        }
    }

    /** @param reason why nobody can tell whether it changed, as a clause */
    record KeyUnknown(String reason) implements BuildReason {}

    /** The image is what it would be built to, but is no longer where builds go, nor in an archive. */
    record ImageLost() implements BuildReason {}

    /** The image's archive is needed and is no longer there. */
    record ArchiveLost() implements BuildReason {}
}
