package dev.imagemanager.model;

import dev.imagemanager.reference.ImageReference;
import java.util.Comparator;
import java.util.Optional;

/** The name of the unit of work: one tag of one image, written {@code name:tag}. Ordered by name, then tag. */
public record TargetName(String image, String tag) implements Comparable<TargetName> {

    private static final Comparator<TargetName> ORDER =
            Comparator.comparing(TargetName::image).thenComparing(TargetName::tag);

    /** The target that a reference may name: only one without registry and digest can name a target. */
    public static Optional<TargetName> of(ImageReference reference) {
        return reference.registry().isPresent() || reference.digest().isPresent()
                ? Optional.empty()
                : Optional.of(new TargetName(reference.name(), reference.tag().orElse(ImageReference.DEFAULT_TAG)));
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
