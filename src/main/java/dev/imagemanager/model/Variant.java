package dev.imagemanager.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A variant of all tags of an image.
 *
 * @param suffix the string appended to the base tags
 * @param aliases alias → tag, both with the suffix
 */
public record Variant(String name, String suffix, List<Tag> tags, SortedMap<String, String> aliases) {

    public Variant {
        tags = List.copyOf(tags);
        aliases = Collections.unmodifiableSortedMap(new TreeMap<>(aliases));
    }
}
