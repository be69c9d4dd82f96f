package dev.imagemanager.dockerfile;

import dev.imagemanager.problem.SourceLocation;
import java.util.Objects;

/**
 * A piece of a Dockerfile.
 *
 * @param text as BuildKit's parser hands it on: continuations joined, variables not expanded
 * @param location of its first character
 */
public record Word(String text, SourceLocation location) {

    public Word {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(location, "location");
    }
}
