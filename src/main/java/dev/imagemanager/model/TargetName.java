package dev.imagemanager.model;

import dev.imagemanager.reference.Grammar;
import java.util.Comparator;
import java.util.Optional;

/** The name of a target, {@code name:tag}. Ordered by name, then tag. */
public record TargetName(String image, String tag) implements Comparable<TargetName> {

    private static final Comparator<TargetName> ORDER =
            Comparator.comparing(TargetName::image).thenComparing(TargetName::tag);

    /** @return empty if the text is not a valid {@code name:tag} */
    public static Optional<TargetName> find(String text) {
        int colon = text.indexOf(':');
        return colon > 0 ? find(text.substring(0, colon), text.substring(colon + 1)) : Optional.empty();
    }

    /** @return empty if the image name or the tag is not valid */
    public static Optional<TargetName> find(String image, String tag) {
        return Grammar.isName(image) && Grammar.isTag(tag) ? Optional.of(new TargetName(image, tag)) : Optional.empty();
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
