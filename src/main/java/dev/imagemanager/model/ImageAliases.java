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

/** Gathers the aliases of one image, explicit ones first, and settles who gets a name that several claim. */
final class ImageAliases {

    private final String image;
    private final Problems problems;
    private final Map<String, Set<AliasLevel>> levels = new LinkedHashMap<>();
    private final Map<String, Claim> explicit = new HashMap<>();
    private final SortedMap<String, String> aliases = new TreeMap<>();

    private final Set<String> unresolved = new HashSet<>();

    private record Claim(String tag, SourceLocation writtenAt) {}

    ImageAliases(String image, Problems problems) {
        this.image = image;
        this.problems = problems;
    }

    /** @param names of levels; all levels when empty */
    void allowLevels(Tag tag, Optional<List<String>> names) {
        levels.put(
                tag.name(),
                names.map(list -> list.stream()
                                .map(name -> name.toUpperCase(Locale.ROOT))
                                .flatMap(name -> Arrays.stream(AliasLevel.values())
                                        .filter(level -> level.name().equals(name)))
                                .collect(Collectors.toCollection(() -> EnumSet.noneOf(AliasLevel.class))))
                        .orElse(EnumSet.allOf(AliasLevel.class)));
    }

    /** A tag that is written but cannot be had, which is a problem already; aliases of it are not. */
    void expectNothingOf(String tag) {
        unresolved.add(tag);
    }

    /** An explicit alias holds for the tag and, suffixed, for the tags that variants make of it. */
    void addExplicit(ImageConfig line, Map<String, Tag> tags) {
        line.aliases()
                .forEach((alias, tag) -> tag.ifPresent(target -> {
                    SourceLocation writtenAt = line.locationOf("aliases." + alias);
                    if (line.isFaulty("aliases." + alias) || unresolved.contains(target)) {
                        return;
                    }
                    if (!tags.containsKey(target)) {
                        problems.add(Problem.error(
                                        writtenAt,
                                        "the alias '" + alias + "' names the tag '" + target + "', which '" + image
                                                + "' does not have")
                                .withHint(Suggestion.hint(
                                        target,
                                        Stream.concat(tags.keySet().stream(), unresolved.stream())
                                                .toList(),
                                        "tags")));
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

    private void addExplicit(String alias, String tag, SourceLocation writtenAt, Map<String, Tag> tags) {
        if (!Grammar.isTag(alias)) {
            problems.add(
                    Problem.error(writtenAt, "the variant's alias " + Excerpt.of(alias) + " " + Patterns.TAG_RULE));
            return;
        }
        if (tags.containsKey(alias)) {
            problems.add(Problem.error(writtenAt, "the alias '" + alias + "' is already a tag of '" + image + "'")
                    .withHint("an alias needs a name of its own"));
            return;
        }
        Claim first = explicit.putIfAbsent(alias, new Claim(tag, writtenAt));
        if (first != null && !first.tag().equals(tag)) {
            problems.add(Problem.error(
                            writtenAt,
                            "the alias '" + alias + "' of '" + image + "' is claimed by '" + first.tag() + "' and '"
                                    + tag + "'")
                    .withHint("the other claim is at " + first.writtenAt()));
            return;
        }
        aliases.put(alias, tag);
    }

    /** To be called after all explicit aliases, which go first. */
    void addGenerated(Map<String, Tag> tags) {
        AliasGenerator.generate(levels).forEach((alias, tag) -> {
            SourceLocation place = tags.get(tag).declaredAt();
            if (tags.containsKey(alias)) {
                problems.add(Problem.note(
                        place, "no alias '" + alias + "' for " + image + ":" + tag + ": it is a tag of its own"));
            } else if (explicit.containsKey(alias)) {
                Claim claim = explicit.get(alias);
                if (!claim.tag().equals(tag)) {
                    problems.add(Problem.note(
                            place,
                            "no alias '" + alias + "' for " + image + ":" + tag + ": it is given to '" + claim.tag()
                                    + "' at " + claim.writtenAt()));
                }
            } else {
                aliases.put(alias, tag);
            }
        });
    }

    /** The aliases of some of the tags. */
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
