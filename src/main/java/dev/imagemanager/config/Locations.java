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
 * Where in a file the values of a definition stand.
 *
 * @param unusable paths of values that are written but could not be taken, which is a problem already
 * @param faulty paths of values that were taken, but break a rule, which is a problem already
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

    /** The items of a list that are not faulty. */
    <T> List<T> readable(String path, List<String> texts, Function<String, T> parser) {
        return IntStream.range(0, texts.size())
                .filter(i -> !isFaulty(path + "[" + i + "]"))
                .mapToObj(texts::get)
                .map(parser)
                .distinct()
                .toList();
    }

    /** The place of a value, or of the closest value around it that is written. */
    public SourceLocation of(String path) {
        String known = path;
        while (!byPath.containsKey(known)) {
            known = around(known);
        }
        return byPath.get(known);
    }

    /** Whether a value is missing only because it, or what it would stand in, could not be taken. */
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

    /** Gathers locations while a file is read. */
    static final class Builder {

        private final Map<String, SourceLocation> byPath = new HashMap<>();
        private final Set<String> unusable = new HashSet<>();

        void put(String path, SourceLocation location) {
            byPath.put(path, location);
        }

        void markUnusable(String path) {
            unusable.add(path);
        }

        Locations build() {
            return new Locations(byPath, unusable, Set.of());
        }
    }
}
