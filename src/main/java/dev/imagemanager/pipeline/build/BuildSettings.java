package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.PlatformTags;
import dev.imagemanager.model.Snapshot;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.reference.Platform;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of a build.
 *
 * @param useCache whether steps may be taken from the builder's cache
 * @param force whether to build targets that are up to date
 * @param platforms platforms to build for; empty for those in the definitions
 * @param snapshot that tags in the image store are for; empty for the tags themselves
 */
public record BuildSettings(boolean useCache, boolean force, List<Platform> platforms, Optional<Snapshot> snapshot) {

    public BuildSettings {
        platforms = List.copyOf(platforms);
    }

    public BuildSettings(boolean useCache, boolean force, List<Platform> platforms) {
        this(useCache, force, platforms, Optional.empty());
    }

    /** Returns the tag of a target in the image store. */
    String tag(TargetName target) {
        return Snapshot.tag(snapshot, target.tag());
    }

    /**
     * Returns the tag and the archive of a target's image for a platform. The image for one of several platforms has a tag of
     * its own, also if the others are built elsewhere.
     *
     * @param built the platforms that the target is built for
     */
    ImageFiles files(Target target, Platform platform, Set<Platform> built) {
        boolean isOnlyPlatform = built.size() == 1;
        String tag = tag(target.name());
        return new ImageFiles(
                target.name(),
                platform,
                isOnlyPlatform,
                isOnlyPlatform && built.containsAll(target.definition().platforms())
                        ? tag
                        : PlatformTags.of(tag, platform));
    }
}
