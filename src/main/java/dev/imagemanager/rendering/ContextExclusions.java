package dev.imagemanager.rendering;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files that are never part of a build context: definitions and templates. The patterns have the same meaning in a
 * {@code .dockerignore} and here.
 */
public final class ContextExclusions {

    private static final String AT_ANY_DEPTH = "**/";

    private static final List<String> PATTERNS =
            List.of(AT_ANY_DEPTH + "image.yml", "*.tmpl", "*/Dockerfile.tmpl", "*/test.yml.tmpl");

    /**
     * In a Java glob, unlike in a {@code .dockerignore}, {@code **}{@code /} matches at least one directory (Dockerfile
     * reference, ".dockerignore").
     */
    private static final List<PathMatcher> MATCHERS = PATTERNS.stream()
            .flatMap(pattern -> pattern.startsWith(AT_ANY_DEPTH)
                    ? Stream.of(pattern, pattern.substring(AT_ANY_DEPTH.length()))
                    : Stream.of(pattern))
            .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
            .toList();

    private ContextExclusions() {}

    /** Returns the lines for a {@code .dockerignore}. */
    static String lines() {
        return String.join("\n", PATTERNS) + "\n";
    }

    /** @param file relative to the context */
    public static boolean contain(Path file) {
        return MATCHERS.stream().anyMatch(matcher -> matcher.matches(file));
    }
}
