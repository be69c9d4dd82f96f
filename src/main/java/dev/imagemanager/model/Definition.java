package dev.imagemanager.model;

import dev.imagemanager.config.Entitlement;
import dev.imagemanager.config.Rebuild;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The values that all tags of one {@code image.yml} share.
 *
 * @param file relative to the fleet's directory
 * @param contextDirectory the build context, relative to the fleet's directory; may not exist
 * @param description empty if there is none
 * @param platforms in the order written; empty for the builder's platform
 * @param mustBeTested whether images are published only if they were tested
 */
public record Definition(
        Path file,
        Path contextDirectory,
        String description,
        List<Platform> platforms,
        BuildOptions build,
        TimeLimits limits,
        boolean mustBeTested) {

    public Definition {
        platforms = List.copyOf(platforms);
    }

    /**
     * @param entitlements with the positions where they are written
     * @param stage the Dockerfile's stage to build; the last one when empty
     * @param ssh as {@code docker build --ssh} takes them
     */
    public record BuildOptions(
            Optional<String> stage,
            List<Secret> secrets,
            List<String> ssh,
            SortedMap<Entitlement, SourceLocation> entitlements,
            Rebuild rebuild) {
        public BuildOptions {
            secrets = List.copyOf(secrets);
            ssh = List.copyOf(ssh);
            entitlements = Collections.unmodifiableSortedMap(new TreeMap<>(entitlements));
        }

        public BuildOptions(Optional<String> stage, List<Secret> secrets, List<String> ssh) {
            this(stage, secrets, ssh, new TreeMap<>(), Rebuild.CHANGED);
        }
    }

    /** A build secret with the id of {@code RUN --mount=type=secret}. */
    public sealed interface Secret {
        String id();
    }

    public record EnvironmentSecret(String id, String variable) implements Secret {}

    /** @param file relative to the fleet's directory */
    public record FileSecret(String id, Path file) implements Secret {}
}
