package dev.imagemanager.model;

import dev.imagemanager.reference.Grammar;
import dev.imagemanager.reference.ImageReference;
import java.util.Comparator;
import java.util.Optional;

/** The name of the unit of work: one tag of one image, written {@code name:tag}. Ordered by name, then tag. */
public record TargetName(String image, String tag) implements Comparable<TargetName> {

    private static final Comparator<TargetName> ORDER =
            Comparator.comparing(TargetName::image).thenComparing(TargetName::tag);

    /** @return empty if the text is not {@code name:tag} */
    public static Optional<TargetName> find(String text) {
        int colon = text.indexOf(':');
        return colon > 0 ? find(text.substring(0, colon), text.substring(colon + 1)) : Optional.empty();
    }

    /** @return empty if one of the two cannot be what it is to be */
    public static Optional<TargetName> find(String image, String tag) {
        return Grammar.isName(image) && Grammar.isTag(tag) ? Optional.of(new TargetName(image, tag)) : Optional.empty();
    }

    /** The target that a reference may name: only one without registry and digest can name a target. */
    public static Optional<TargetName> of(ImageReference reference) {
        return reference.registry().isPresent() || reference.digest().isPresent()
                ? Optional.empty()
                : Optional.of(new TargetName(reference.name(), reference.tagOrDefault()));
    }

    @Override
    public int compareTo(TargetName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return image + ":" + tag;
    }
}
