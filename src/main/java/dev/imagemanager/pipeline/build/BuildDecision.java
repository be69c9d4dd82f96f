package dev.imagemanager.pipeline.build;

import dev.imagemanager.pipeline.build.BuildRecord.PlatformImage;
import java.nio.file.Path;

/** What is to be done to have a target's image for one platform. */
public sealed interface BuildDecision {

    /** Nothing: the last build made this image, and it is where it was put. */
    record UpToDate(PlatformImage image) implements BuildDecision {}

    /**
     * The last build made this image; it was lost where builds go, and is taken from its archive.
     *
     * @param archive relative to the fleet's directory
     */
    record Restore(PlatformImage image, Path archive) implements BuildDecision {}

    /** It is built. */
    record Build(BuildReason reason) implements BuildDecision {}
}
