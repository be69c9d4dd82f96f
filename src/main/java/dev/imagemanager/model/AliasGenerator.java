package dev.imagemanager.model;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Generates aliases from semantic versions: {@code 9} and {@code 9.0} for the highest {@code 9.x.y} and {@code 9.0.y}.
 * Versions with different prefixes or suffixes are treated separately. Other tags and pre-releases are ignored.
 */
public final class AliasGenerator {

    private AliasGenerator() {}

    private record Line(AliasLevel level, String prefix, String suffix, List<BigInteger> numbers) {}

    /**
     * @param levels the tags, each with the levels to generate for it
     * @return alias → tag, sorted by alias
     */
    public static SortedMap<String, String> generate(Map<String, Set<AliasLevel>> levels) {
        Map<Line, SemanticVersion> highest = new HashMap<>();
        levels.forEach((tag, levelsOfTag) -> SemanticVersion.parse(tag)
                .filter(version -> !version.isPreRelease())
                .ifPresent(version -> levelsOfTag.forEach(level -> highest.merge(
                        new Line(level, version.prefix(), version.suffix(), level.line(version)),
                        version,
                        (one, other) -> one.compareTo(other) >= 0 ? one : other))));
        SortedMap<String, String> aliases = new TreeMap<>();
        highest.forEach((line, version) -> aliases.put(line.level().aliasOf(version), version.toString()));
        return aliases;
    }
}
