package dev.imagemanager.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A flavour of an image that exists for all its tags.
 *
 * @param suffix what its tags have behind the base tags
 * @param aliases alias → tag, with the suffix on both
 */
public record Variant(String name, String suffix, List<Tag> tags, SortedMap<String, String> aliases) {

    public Variant {
        tags = List.copyOf(tags);
        aliases = Collections.unmodifiableSortedMap(new TreeMap<>(aliases));
    }
}
