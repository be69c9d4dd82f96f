package dev.imagemanager.pipeline.build;

import dev.imagemanager.reference.ImageReference;
import java.nio.file.Path;

/** A source of files for a build (Docker documentation, "Build context"). */
public sealed interface BuildContext permits BuildContext.Folder, BuildContext.Image, PinnedImage {

    /**
     * A local directory.
     *
     * @param path absolute; a directory that does not exist is an empty context
     * @param content letters and digits that stand for its content: builders keep what they got under a name, and
     *     take a file of the same size and time for the same file, so another content needs another name
     */
    record Folder(Path path, String content) implements BuildContext {}

    /** An image as the definition names it. */
    record Image(ImageReference reference) implements BuildContext {}
}
