package dev.imagemanager.pipeline.build;

import dev.imagemanager.reference.ImageReference;
import java.nio.file.Path;

/** A source of files for a build (Docker documentation, "Build context"). */
public sealed interface BuildContext permits BuildContext.Folder, BuildContext.Image, PinnedImage {

    /**
     * A local directory.
     *
     * @param path absolute; a directory that does not exist is an empty context
     */
    record Folder(Path path) implements BuildContext {}

    /** An image as the definition names it. */
    record Image(ImageReference reference) implements BuildContext {}
}
