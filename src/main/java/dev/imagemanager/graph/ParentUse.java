package dev.imagemanager.graph;

import dev.imagemanager.dockerfile.ImageUse;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;

/**
 * A use of a parent in a build for one platform.
 *
 * @param kind how it is used
 * @param reference as in the Dockerfile, with variables expanded
 * @param platform of the parent's image
 * @param isNeeded whether the stage to build depends on it
 */
public record ParentUse(
        ImageUse.Kind kind,
        ImageReference reference,
        Platform platform,
        TargetName parent,
        SourceLocation location,
        boolean isNeeded) {

    /**
     * Returns the error that the parent is not built for the platform.
     *
     * @param target the platform of the child's image
     */
    public Problem missing(TargetName child, Platform target) {
        return Problem.error(location, missingPlatform(child, target)).withHint(remedy(target));
    }

    /** Returns a note that the parent is not built for the platform if a builder has another one. */
    Problem missingWith(Platform builder, TargetName child, Platform target) {
        return Problem.note(location, "with a builder for " + builder + ", " + missingPlatform(child, target))
                .withHint(remedy(target));
    }

    private String missingPlatform(TargetName child, Platform target) {
        return platform.equals(target)
                ? child + " is built for " + target + ", but " + parent + " is not"
                : child + " needs " + parent + " for " + platform + ", which it is not built for";
    }

    private String remedy(Platform target) {
        return platform.equals(target)
                ? "set the same platforms for both, or write FROM --platform=$BUILDPLATFORM for a stage that only the"
                        + " builder runs"
                : "add " + platform + " to the platforms of " + parent;
    }
}
