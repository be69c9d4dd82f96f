package dev.imagemanager.pipeline.tools;

import dev.imagemanager.model.SemanticVersion;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The status of a tool on this machine.
 *
 * @param neededTo its purpose, to follow "is needed to"
 * @param required whether building and testing are impossible without it
 * @param pinnedVersion that image-manager installs; empty for a tool in another tool's package
 * @param canBeInstalled whether {@code tools install} can install it on this machine
 */
public record ToolStatus(
        String name,
        String neededTo,
        boolean required,
        Optional<String> pinnedVersion,
        boolean canBeInstalled,
        Optional<Found> found) {

    /** Where a tool was found, in search order. */
    public enum Origin {
        PATH("PATH"),
        /** In the directory of image-manager's executable. */
        BESIDE("beside the program"),
        /** Downloaded by {@code tools install}. */
        INSTALLED("installed");

        private final String words;

        Origin(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** @param version empty if the tool does not print it */
    public record Found(Path path, Origin origin, Optional<String> version) {}

    public boolean isMissing() {
        return found.isEmpty();
    }

    /** Returns whether the found version is known to be older than the pinned version. */
    public boolean isOlderThanPinned() {
        Optional<SemanticVersion> actual = found.flatMap(Found::version).flatMap(SemanticVersion::parse);
        Optional<SemanticVersion> wanted = pinnedVersion.flatMap(SemanticVersion::parse);
        return actual.isPresent() && wanted.isPresent() && actual.get().compareTo(wanted.get()) < 0;
    }
}
