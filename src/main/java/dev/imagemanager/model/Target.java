package dev.imagemanager.model;

import java.util.List;
import java.util.Optional;

/**
 * The unit of work: one tag with its image and variant, if it has one.
 *
 * @param aliases sorted
 */
public record Target(TargetName name, Image image, Optional<Variant> variant, Tag tag, List<String> aliases) {

    public Target {
        aliases = List.copyOf(aliases);
    }

    public Definition definition() {
        return tag.definition();
    }

    @Override
    public String toString() {
        return name.toString();
    }
}
