package dev.imagemanager.model;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Generates aliases from versions: {@code 9} and {@code 9.0} for the highest {@code 9.x.y} and {@code 9.0.y}, and
 * {@code 9.0.1} for the highest revision of it. Versions with different prefixes or suffixes are treated separately.
 * Pre-releases are ignored.
 */
public final class AliasGenerator {

    private AliasGenerator() {}

    private record Line(AliasLevel level, String prefix, String suffix, List<BigInteger> numbers) {}

    /**
     * @param levels the versions of tags, each with the levels to generate for it
     * @return alias → tag, sorted by alias
     */
    public static SortedMap<String, String> generate(Map<TagVersion, Set<AliasLevel>> levels) {
        Map<Line, TagVersion> highest = new HashMap<>();
        levels.forEach((version, levelsOfTag) -> levelsOfTag.forEach(level -> {
            if (!version.isPreRelease() && level.aliasOf(version).isPresent()) {
                highest.merge(
                        new Line(level, version.prefix(), version.suffix(), level.line(version)),
                        version,
                        AliasGenerator::higher);
            }
        }));
        SortedMap<String, TagVersion> aliases = new TreeMap<>();
        highest.forEach((line, version) ->
                aliases.merge(line.level().aliasOf(version).orElseThrow(), version, AliasGenerator::higher));
        SortedMap<String, String> tags = new TreeMap<>();
        aliases.forEach((alias, version) -> {
            if (!alias.equals(version.tag())) {
                tags.put(alias, version.tag());
            }
        });
        return tags;
    }

    private static TagVersion higher(TagVersion one, TagVersion other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
