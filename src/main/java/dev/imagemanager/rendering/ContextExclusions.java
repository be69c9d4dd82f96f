package dev.imagemanager.rendering;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is never part of a build context: definitions and templates are no part of an image; the folders of variants hold
 * templates too. The patterns mean the same in a {@code .dockerignore} and here.
 */
public final class ContextExclusions {

    private static final String AT_ANY_DEPTH = "**/";

    private static final List<String> PATTERNS =
            List.of(AT_ANY_DEPTH + "image.yml", "*.tmpl", "*/Dockerfile.tmpl", "*/test.yml.tmpl");

    /** In a glob of Java, unlike there, {@code **}{@code /} is at least one directory (Dockerfile reference, ".dockerignore"). */
    private static final List<PathMatcher> MATCHERS = PATTERNS.stream()
            .flatMap(pattern -> pattern.startsWith(AT_ANY_DEPTH)
                    ? Stream.of(pattern, pattern.substring(AT_ANY_DEPTH.length()))
                    : Stream.of(pattern))
            .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
            .toList();

    private ContextExclusions() {}

    /** Lines of a {@code .dockerignore}. */
    static String lines() {
        return String.join("\n", PATTERNS) + "\n";
    }

    /** @param file relative to the context */
    public static boolean contain(Path file) {
        return MATCHERS.stream().anyMatch(matcher -> matcher.matches(file));
    }
}
