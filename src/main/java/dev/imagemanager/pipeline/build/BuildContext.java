package dev.imagemanager.pipeline.build;

import java.nio.file.Path;

/** A source of files for a build (Docker documentation, "Build context"). */
public sealed interface BuildContext permits BuildContext.Folder, PinnedImage {

    /**
     * A local directory.
     *
     * @param path absolute; a directory that does not exist is an empty context
     */
    record Folder(Path path) implements BuildContext {}
}
