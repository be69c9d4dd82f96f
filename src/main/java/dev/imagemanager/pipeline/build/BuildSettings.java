package dev.imagemanager.pipeline.build;

import dev.imagemanager.reference.Platform;
import java.util.List;

/**
 * How targets are built.
 *
 * @param useCache whether steps may come from the builder's cache
 * @param force whether to build what is up to date too
 * @param platforms instead of those of the definitions; empty for theirs
 */
public record BuildSettings(boolean useCache, boolean force, List<Platform> platforms) {
    public BuildSettings {
        platforms = List.copyOf(platforms);
    }
}
