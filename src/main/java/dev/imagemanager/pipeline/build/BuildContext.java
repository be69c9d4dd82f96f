package dev.imagemanager.pipeline.build;

import java.nio.file.Path;

/** Where a build takes files from (Docker documentation, "Build context"; BuildKit documentation, "Named contexts"). */
public sealed interface BuildContext permits BuildContext.Folder, PinnedImage {

    /**
     * A folder of this machine.
     *
     * @param path absolute; a folder that does not exist is an empty context
     */
    record Folder(Path path) implements BuildContext {}
}
