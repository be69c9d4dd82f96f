package dev.imagemanager.problem;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;

/**
 * A position in a file that a user wrote.
 *
 * @param file relative to the fleet's directory if it is inside
 * @param line counted from 1; 0 for the whole file
 * @param column counted from 1, in characters; 0 for the whole line
 */
public record SourceLocation(Path file, int line, int column) implements Comparable<SourceLocation> {

    private static final Comparator<SourceLocation> ORDER = Comparator.comparing(SourceLocation::file)
            .thenComparingInt(SourceLocation::line)
            .thenComparingInt(SourceLocation::column);

    public SourceLocation {
        Objects.requireNonNull(file, "file");
        if (line < 0 || column < 0) {
            throw new IllegalArgumentException("line and column count from 1: " + line + ":" + column);
        }
    }

    public static SourceLocation wholeFile(Path file) {
        return new SourceLocation(file, 0, 0);
    }

    @Override
    public int compareTo(SourceLocation other) {
        return ORDER.compare(this, other);
    }

    /** Returns {@code file:line:column}, which editors and terminals turn into a link. */
    @Override
    public String toString() {
        if (line == 0) {
            return file.toString();
        }
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
