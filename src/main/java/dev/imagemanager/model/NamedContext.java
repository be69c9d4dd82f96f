package dev.imagemanager.model;

import dev.imagemanager.reference.ImageReference;
import java.nio.file.Path;

/** A source of files that a Dockerfile uses by a name of its own (Docker documentation, "Named contexts"). */
public sealed interface NamedContext {

    /** @param path relative to the fleet's directory; the folder exists */
    record Folder(Path path) implements NamedContext {}

    record Image(ImageReference reference) implements NamedContext {}
}
