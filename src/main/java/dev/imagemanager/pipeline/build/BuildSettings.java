package dev.imagemanager.pipeline.build;

import dev.imagemanager.reference.Platform;
import java.util.List;

/**
 * The settings of a build.
 *
 * @param useCache whether steps may be taken from the builder's cache
 * @param force whether to build targets that are up to date
 * @param platforms platforms to build for; empty for those in the definitions
 */
public record BuildSettings(boolean useCache, boolean force, List<Platform> platforms) {
    public BuildSettings {
        platforms = List.copyOf(platforms);
    }
}
