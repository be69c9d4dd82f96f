package dev.imagemanager.model.settings;

import java.util.Locale;

/** How a service is run (architecture.md, decision 10). */
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
