package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the image of a target for one platform is called, and where its archive is.
 *
 * @param isOnlyPlatform whether the target is built for this platform alone
 */
record ImageFiles(TargetName target, Platform platform, boolean isOnlyPlatform) {

    /** Its tag in the store; that of several platforms belongs to their index. */
    String tag() {
        return isOnlyPlatform ? target.tag() : target.tag() + "-" + platform.fileName();
    }

    /** Its tag, and what it is found by whatever it is called. */
    List<String> tags(ContentKey key) {
        Optional<String> byContent =
                key instanceof ContentKey.Known known ? Optional.of(known.tag()) : Optional.empty();
        return Stream.concat(Stream.of(tag()), byContent.stream()).toList();
    }

    /** Relative to the fleet's directory. */
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
