package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.build.BuildRecord.PlatformImage;
import dev.imagemanager.reference.Digest;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The decision how to get a target's image for one platform. */
public sealed interface BuildDecision {

    /** Nothing to do: the last build made this image, and the image store has it. */
    record UpToDate(PlatformImage existing) implements BuildDecision {}

    /** Nothing to build: the build registry has an image with this key, from a build of another machine or checkout. */
    record Remembered(PlatformImage existing) implements BuildDecision {}

    /**
     * The last build made this image, but the image store lost it. Restore it from its archive.
     *
     * @param archive relative to the fleet's directory
     */
    record Restore(PlatformImage existing, Path archive) implements BuildDecision {}

    /**
     * Build the image.
     *
     * @param reasons all of them, at least one
     */
    record Build(List<BuildReason> reasons) implements BuildDecision {
        public Build {
            reasons = List.copyOf(reasons);
        }

        Build(BuildReason reason) {
            this(List.of(reason));
        }
    }

    /**
     * Decide when parents are built: the image is only built if one of them changes.
     *
     * @param parents that are built first
     */
    record AfterParents(SortedSet<TargetName> parents) implements BuildDecision {
        public AfterParents {
            parents = Collections.unmodifiableSortedSet(new TreeSet<>(parents));
        }
    }

    /** Returns the image that exists; empty if it has to be built, or that is not known yet. */
    default Optional<PlatformImage> image() {
        if (this instanceof UpToDate upToDate) {
            return Optional.of(upToDate.existing());
        }
        if (this instanceof Remembered remembered) {
            return Optional.of(remembered.existing());
        }
        return this instanceof Restore restore ? Optional.of(restore.existing()) : Optional.empty();
    }

    /** Returns the digest of the image that exists. */
    default Optional<Digest> digest() {
        return image().map(PlatformImage::digest);
    }
}
