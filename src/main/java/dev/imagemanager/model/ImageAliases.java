package dev.imagemanager.model;

import dev.imagemanager.config.ImageConfig;
import dev.imagemanager.config.Patterns;
import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.problem.Suggestion;
import dev.imagemanager.reference.Grammar;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collects the aliases of one image and resolves conflicts. Explicit aliases take precedence. */
final class ImageAliases {

    private final String image;
    private final Problems problems;
    private final Map<TagVersion, Set<AliasLevel>> levels = new LinkedHashMap<>();
    private final Map<String, Claim> explicit = new HashMap<>();
    private final SortedMap<String, String> aliases = new TreeMap<>();

    private final Set<String> unresolved = new HashSet<>();

    private record Claim(String tag, SourceLocation writtenAt) {}

    ImageAliases(String image, Problems problems) {
        this.image = image;
        this.problems = problems;
    }

    /** @param names of levels; empty for all levels */
    void allowLevels(TagVersion version, Optional<List<String>> names) {
        levels.put(
                version,
                names.map(list -> list.stream()
                                .map(name -> name.toUpperCase(Locale.ROOT))
                                .flatMap(name -> Arrays.stream(AliasLevel.values())
                                        .filter(level -> level.name().equals(name)))
                                .collect(Collectors.toCollection(() -> EnumSet.noneOf(AliasLevel.class))))
                        .orElse(EnumSet.allOf(AliasLevel.class)));
    }

    /** Ignores aliases of a tag that is invalid and was already reported. */
    void expectNothingOf(String tag) {
        unresolved.add(tag);
    }

    /** Adds an explicit alias for the tag and, with their suffix, for the tags of variants. */
    void addExplicit(ImageConfig line, Map<String, Tag> tags) {
        line.aliases()
                .forEach((alias, tag) -> tag.ifPresent(target -> {
                    SourceLocation writtenAt = line.locationOf("aliases." + alias);
                    if (line.isFaulty("aliases." + alias) || unresolved.contains(target)) {
                        return;
                    }
                    if (!tags.containsKey(target)) {
                        problems.add(unknownTag(alias, target, image, writtenAt, tags.keySet()));
                        return;
                    }
                    addExplicit(alias, target, writtenAt, tags);
                    tags.values().stream()
                            .filter(other ->
                                    other.base().equals(target) && !other.name().equals(target))
                            .forEach(variant -> addExplicit(
                                    alias + variant.name().substring(target.length()),
                                    variant.name(),
                                    writtenAt,
                                    tags));
                }));
    }

    private Problem unknownTag(
            String alias, String tag, String owner, SourceLocation writtenAt, Collection<String> tags) {
        return Problem.error(
                        writtenAt,
                        "the alias '" + alias + "' refers to the tag '" + tag + "', which '" + owner
                                + "' does not have")
                .withHint(Suggestion.hint(
                        tag, Stream.concat(tags.stream(), unresolved.stream()).toList(), "tags"));
    }

    /** Checks that the tags exist which aliases are measured of. */
    void checkMeasured(ImageConfig line, Map<String, Tag> tags) {
        List<String> own = tags.values().stream()
                .filter(tag -> tag.definition().file().equals(line.file()))
                .map(Tag::name)
                .toList();
        line.measuredAliases().forEach((pattern, alias) -> alias.tag()
                .filter(tag -> !own.contains(tag) && !unresolved.contains(tag))
                .ifPresent(tag -> problems.add(unknownTag(
                        pattern, tag, line.file().toString(), line.locationOf("aliases." + pattern + ".tag"), own))));
    }

    private void addExplicit(String alias, String tag, SourceLocation writtenAt, Map<String, Tag> tags) {
        if (!Grammar.isTag(alias)) {
            problems.add(
                    Problem.error(writtenAt, "the variant's alias " + Excerpt.of(alias) + " " + Patterns.TAG_RULE));
            return;
        }
        if (!Grammar.isTagOfImage(alias)) {
            problems.add(Problem.error(writtenAt, "the alias " + Excerpt.of(alias) + " " + Patterns.RESERVED_TAG_RULE));
            return;
        }
        if (tags.containsKey(alias)) {
            problems.add(Problem.error(writtenAt, "the alias '" + alias + "' is already a tag of '" + image + "'")
                    .withHint("rename the alias"));
            return;
        }
        Claim first = explicit.putIfAbsent(alias, new Claim(tag, writtenAt));
        if (first != null && !first.tag().equals(tag)) {
            problems.add(Problem.error(
                            writtenAt,
                            "the alias '" + alias + "' of '" + image + "' is defined for both '" + first.tag()
                                    + "' and '" + tag + "'")
                    .withHint("the other definition is at " + first.writtenAt()));
            return;
        }
        aliases.put(alias, tag);
    }

    /** Adds generated aliases. Call it after all explicit aliases were added. */
    void addGenerated(Map<String, Tag> tags) {
        AliasGenerator.generate(levels).forEach((alias, tag) -> {
            SourceLocation place = tags.get(tag).declaredAt();
            if (tags.containsKey(alias)) {
                problems.add(Problem.note(
                        place,
                        "alias '" + alias + "' is not generated for " + image + ":" + tag + ": a tag has this name"));
            } else if (explicit.containsKey(alias)) {
                Claim claim = explicit.get(alias);
                if (!claim.tag().equals(tag)) {
                    problems.add(Problem.note(
                            place,
                            "alias '" + alias + "' is not generated for " + image + ":" + tag + ": it is defined for '"
                                    + claim.tag() + "' at " + claim.writtenAt()));
                }
            } else {
                aliases.put(alias, tag);
            }
        });
    }

    /** Returns the aliases of the given tags. */
    SortedMap<String, String> of(List<Tag> tags) {
        Set<String> names = tags.stream().map(Tag::name).collect(Collectors.toSet());
        SortedMap<String, String> selected = new TreeMap<>();
        aliases.forEach((alias, tag) -> {
            if (names.contains(tag)) {
                selected.put(alias, tag);
            }
        });
        return selected;
    }
}
