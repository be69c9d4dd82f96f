package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.PlatformTags;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.List;

/**
 * The tags and the archive of a target's image for one platform.
 *
 * @param isOnlyPlatform whether the target is built only for this platform
 */
record ImageFiles(TargetName target, Platform platform, boolean isOnlyPlatform) {

    /** Returns the image's tag in the store. With several platforms, the target's own tag is that of the index. */
    String tag() {
        return isOnlyPlatform ? target.tag() : PlatformTags.of(target.tag(), platform);
    }

    /** Returns the archive, relative to the fleet's directory. */
    Path archive() {
        return OutputPaths.archive(target, platform, isOnlyPlatform);
    }

    static List<Path> archives(BuildRecord record) {
        boolean isOnlyPlatform = record.platforms().size() == 1;
        return record.platforms().keySet().stream()
                .map(platform -> new ImageFiles(record.target(), platform, isOnlyPlatform).archive())
                .toList();
    }
}
