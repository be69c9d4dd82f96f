package dev.imagemanager.model.settings;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The services that builds and tests need, in start order. */
public enum ServiceName {
    /** The build registry. */
    REGISTRY,
    /** Where layers are kept between builds. */
    GARAGE,
    /** The daemon that builds images. */
    BUILDKITD,
    /** The Docker daemon for tests. */
    DIND;

    /** All of them when none is named; in the order in which they are started. */
    public static Set<ServiceName> namedOrAll(Collection<ServiceName> named) {
        return named.isEmpty() ? EnumSet.allOf(ServiceName.class) : EnumSet.copyOf(named);
    }

    /** As users write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
