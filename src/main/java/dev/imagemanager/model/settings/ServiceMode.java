package dev.imagemanager.model.settings;

import java.util.Locale;

/** How a service is run (docs/development/decisions/0004-service-modes.md). */
public enum ServiceMode {
    /** Run outside image-manager, which uses its address but never starts or stops it. */
    EXTERNAL,
    /** Run by image-manager as a process. */
    PROCESS,
    /** Run by image-manager as a container. */
    CONTAINER;

    /** Returns the mode as users write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
