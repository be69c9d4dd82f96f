package dev.imagemanager.pipeline.context;

import dev.imagemanager.config.Environment;
import dev.imagemanager.file.Folder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The directory of hashes between runs: {@code image-manager/contexts} in the user's cache directory (XDG Base Directory
 * Specification; on macOS {@code ~/Library/Caches}). It is outside all fleets, so that no repository can contain it.
 */
final class UserCache {

    private UserCache() {}

    /** @return empty if there is no directory that belongs to this user; nothing is kept then */
    static Optional<Path> directory(Environment environment) {
        return location(environment).flatMap(Folder::ofThisUser);
    }

    /** The specification requires relative paths to be ignored. */
    private static Optional<Path> location(Environment environment) {
        return environment
                .variable("XDG_CACHE_HOME")
                .or(() -> environment.variable("HOME").map(home -> home + (isMac() ? "/Library/Caches" : "/.cache")))
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> Path.of(directory).resolve("image-manager").resolve("contexts"));
    }

    private static boolean isMac() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
    }
}
