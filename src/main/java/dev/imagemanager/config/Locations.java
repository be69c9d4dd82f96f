package dev.imagemanager.config;

import dev.imagemanager.problem.SourceLocation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The positions of a definition's values in its file.
 *
 * @param unusable paths of values that could not be read and were reported
 * @param faulty paths of values that violate a constraint and were reported
 */
public record Locations(Map<String, SourceLocation> byPath, Set<String> unusable, Set<String> faulty) {

    public Locations {
        byPath = Map.copyOf(byPath);
        unusable = Set.copyOf(unusable);
        faulty = Set.copyOf(faulty);
    }

    Locations withFaulty(Set<String> paths) {
        return new Locations(byPath, unusable, paths);
    }

    boolean isFaulty(String path) {
        return faulty.contains(path) || isUnusable(path);
    }

    /** Parses the items of a list that are not faulty. */
    <T> List<T> readable(String path, List<String> texts, Function<String, T> parser) {
        return IntStream.range(0, texts.size())
                .filter(i -> !isFaulty(path + "[" + i + "]"))
                .mapToObj(texts::get)
                .map(parser)
                .distinct()
                .toList();
    }

    /** Returns the position of a value, or of the closest enclosing value in the file. */
    public SourceLocation of(String path) {
        String known = path;
        while (!byPath.containsKey(known)) {
            known = around(known);
        }
        return byPath.get(known);
    }

    /** Returns whether a value or one that contains it could not be read. */
    boolean isUnusable(String path) {
        String known = path;
        while (!known.isEmpty() && !unusable.contains(known)) {
            known = around(known);
        }
        return unusable.contains(known);
    }

    private static String around(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }

    /** Collects locations while a file is read. */
    static final class Builder {

        private final Map<String, SourceLocation> byPath = new HashMap<>();
        private final Set<String> unusable = new HashSet<>();

        void put(String path, SourceLocation location) {
            byPath.put(path, location);
        }

        void markUnusable(String path) {
            unusable.add(path);
        }

        boolean isUnusable(String path) {
            return unusable.contains(path);
        }

        Locations build() {
            return new Locations(byPath, unusable, Set.of());
        }
    }
}
