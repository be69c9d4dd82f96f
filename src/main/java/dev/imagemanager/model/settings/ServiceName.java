package dev.imagemanager.model.settings;

import java.util.Locale;

/** What builds and tests need besides programs, in the order in which it is started. */
public enum ServiceName {
    /** The build registry. */
    REGISTRY,
    /** Where BuildKit keeps layers between builds. */
    GARAGE,
    /** What images are built with. */
    BUILDKITD,
    /** A Docker daemon that images are tested in. */
    DIND;

    /** As users write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
