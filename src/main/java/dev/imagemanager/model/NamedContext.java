package dev.imagemanager.model;

import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.ImageReference;
import java.nio.file.Path;
import java.util.Optional;

/** A source of files that a Dockerfile uses by a name of its own (Docker documentation, "Named contexts"). */
public sealed interface NamedContext {

    /** Returns the position in the definition. */
    SourceLocation place();

    NamedContext at(SourceLocation place);

    /** Returns the image; empty for a folder. */
    Optional<ImageReference> image();

    /** @param path relative to the fleet's directory; the folder exists */
    record Folder(Path path, SourceLocation place) implements NamedContext {
        @Override
        public Optional<ImageReference> image() {
            return Optional.empty();
        }

        @Override
        public Folder at(SourceLocation other) {
            return new Folder(path, other);
        }
    }

    record Image(ImageReference reference, SourceLocation place) implements NamedContext {
        @Override
        public Optional<ImageReference> image() {
            return Optional.of(reference);
        }

        @Override
        public Image at(SourceLocation other) {
            return new Image(reference, other);
        }
    }
}
