package dev.imagemanager.pipeline.build;

import dev.imagemanager.pipeline.build.BuildRecord.PlatformImage;
import java.nio.file.Path;

/** The decision how to get a target's image for one platform. */
public sealed interface BuildDecision {

    /** Nothing to do: the last build made this image, and the image store has it. */
    record UpToDate(PlatformImage image) implements BuildDecision {}

    /**
     * The last build made this image, but the image store lost it. Restore it from its archive.
     *
     * @param archive relative to the fleet's directory
     */
    record Restore(PlatformImage image, Path archive) implements BuildDecision {}

    /** Build the image. */
    record Build(BuildReason reason) implements BuildDecision {}
}
