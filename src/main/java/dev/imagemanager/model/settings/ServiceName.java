package dev.imagemanager.model.settings;

import java.util.Locale;

/** The services that builds and tests need, in start order. */
public enum ServiceName {
    /** The build registry. */
    REGISTRY,
    /** The object store of the layer cache. */
    GARAGE,
    /** The BuildKit daemon. */
    BUILDKITD,
    /** The Docker daemon for tests. */
    DIND;

    /** Returns the name as users write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
