package dev.imagemanager.model.settings;

import java.util.Locale;

/** How a service is run (architecture.md, decision 10). */
public enum ServiceMode {
    /** By somebody else: it has an address, and is never started or stopped from here. */
    EXTERNAL,
    /** By us, as a process of this machine. */
    PROCESS,
    /** By us, as a container of a Docker daemon. */
    CONTAINER;

    /** As users write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
