package dev.imagemanager.pipeline.tools;

import dev.imagemanager.model.SemanticVersion;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A program that this one calls, and what there is of it on this machine.
 *
 * @param neededTo what it is for, to follow "is needed to"
 * @param required whether building and testing are impossible without it
 * @param pinnedVersion that this program was made for and installs; empty for a tool that comes inside another's package
 * @param canBeInstalled whether {@code tools install} can fetch it for this machine
 */
public record ToolStatus(
        String name,
        String neededTo,
        boolean required,
        Optional<String> pinnedVersion,
        boolean canBeInstalled,
        Optional<Found> found) {

    /** Where a tool was found, in the order in which it is looked for. */
    public enum Origin {
        PATH("PATH"),
        /** In the directory of this program's own executable. */
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

    /** @param version empty when the tool does not say */
    public record Found(Path path, Origin origin, Optional<String> version) {}

    public boolean isMissing() {
        return found.isEmpty();
    }

    /** Whether what was found is known to be older than what this program was made for. */
    public boolean isOlderThanPinned() {
        Optional<SemanticVersion> actual = found.flatMap(Found::version).flatMap(SemanticVersion::parse);
        Optional<SemanticVersion> wanted = pinnedVersion.flatMap(SemanticVersion::parse);
        return actual.isPresent() && wanted.isPresent() && actual.get().compareTo(wanted.get()) < 0;
    }
}
