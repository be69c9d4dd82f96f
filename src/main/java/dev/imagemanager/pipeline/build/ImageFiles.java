package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.List;

/**
 * The tag and the archive of a target's image for one platform.
 *
 * @param isOnlyPlatform whether the target is built only for this platform
 * @param tag in the image store
 */
record ImageFiles(TargetName target, Platform platform, boolean isOnlyPlatform, String tag) {

    /** Returns the archive, relative to the fleet's directory. */
    Path archive() {
        return archive(target, platform, isOnlyPlatform);
    }

    static Path archive(TargetName target, Platform platform, boolean isOnlyPlatform) {
        return OutputPaths.archive(target, platform, isOnlyPlatform);
    }

    static List<Path> archives(BuildRecord record) {
        return record.platforms().keySet().stream()
                .map(platform ->
                        archive(record.target(), platform, record.platforms().size() == 1))
                .toList();
    }
}
