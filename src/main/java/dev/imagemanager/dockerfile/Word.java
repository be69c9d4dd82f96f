package dev.imagemanager.dockerfile;

import dev.imagemanager.problem.SourceLocation;
import java.util.Objects;

/**
 * A word of a Dockerfile with its position.
 *
 * @param text the word with joined continuations and unexpanded variables
 * @param location of its first character
 */
public record Word(String text, SourceLocation location) {

    public Word {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(location, "location");
    }
}
