package dev.imagemanager.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An image of the fleet, merged from all definitions with its name.
 *
 * @param description from the first definition that has one; empty if none has
 * @param isBaseImage whether templates of other images can refer to it by name
 * @param aliases alias → tag
 */
public record Image(
        String name,
        String description,
        boolean isBaseImage,
        List<Tag> tags,
        List<Variant> variants,
        SortedMap<String, String> aliases) {

    public Image {
        tags = List.copyOf(tags);
        variants = List.copyOf(variants);
        aliases = Collections.unmodifiableSortedMap(new TreeMap<>(aliases));
    }

    public Optional<Variant> variant(String variantName) {
        return variants.stream()
                .filter(variant -> variant.name().equals(variantName))
                .findFirst();
    }

    /** Returns all tags, including those of variants. */
    public Stream<Tag> allTags() {
        return Stream.concat(tags.stream(), variants.stream().flatMap(variant -> variant.tags().stream()));
    }

    /** Returns all aliases, including those of variants: alias → tag. */
    public SortedMap<String, String> allAliases() {
        SortedMap<String, String> all = new TreeMap<>(aliases);
        variants.forEach(variant -> all.putAll(variant.aliases()));
        return all;
    }
}
