package dev.imagemanager.model;

import java.util.Comparator;

/** The name of the unit of work: one tag of one image, written {@code name:tag}. Ordered by name, then tag. */
public record TargetName(String image, String tag) implements Comparable<TargetName> {

    private static final Comparator<TargetName> ORDER =
            Comparator.comparing(TargetName::image).thenComparing(TargetName::tag);

    @Override
    public int compareTo(TargetName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return image + ":" + tag;
    }
}
