package dev.imagemanager.pipeline.build;

import dev.imagemanager.config.Entitlement;
import dev.imagemanager.model.Definition;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.BuilderEndpoint;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.cache.CacheUse;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds an image from a Dockerfile and a build context. */
public interface ImageBuilder {

    /** Receives the output of a build line by line. */
    interface Log {

        /** @param isInternal whether the line is about an internal step of the builder, not a step of the Dockerfile */
        void add(String line, boolean isInternal);

        default void add(String line) {
            add(line, false);
        }

        /** Adds what is to be seen also where the output of steps is not. */
        default void warn(String line) {
            add("WARNING: " + line);
        }

        /** The builder works on another step now. */
        default void begin(BuilderStep step) {}

        /**
         * Bytes were transferred for the current step. Called a few times a second at most.
         *
         * @param total 0 if unknown
         */
        default void transfer(BuilderStep step, long bytes, long total) {}

        /** The builder remarks on the Dockerfile. Called again for the same remark. */
        default void remark(Remark remark) {}
    }

    /**
     * A step of the builder.
     *
     * @param name {@code RUN make}
     * @param stage of the Dockerfile; empty if it has no other
     * @param number among the steps of the stage, counted from 1; 0 if it is not one of them
     * @param count of the steps of the stage
     */
    record BuilderStep(String name, String stage, int number, int count) {}

    /**
     * A remark of the builder on the Dockerfile, which is probably wrong.
     *
     * @param text in a few words
     * @param details more of it, and where to read about it; may be empty
     * @param line of the Dockerfile, counted from 1; 0 if unknown
     */
    record Remark(String text, String details, int line) {}

    /**
     * What of a builder is part of content keys.
     *
     * @param version {@code v0.26.3}
     * @param platform its default platform
     */
    record Identity(String version, Platform platform) {}

    /** A connected builder. Safe for use by several threads. */
    interface Builder {

        Identity identity();

        /**
         * Builds the image, and writes the archive or pushes the image. The archive is written atomically.
         *
         * @throws BuildFailedException if a step fails
         * @throws dev.imagemanager.pipeline.step.TimeLimitException if it exceeds the time limit; the builder was told to stop
         * @throws EntitlementException if a step needs an entitlement that the request does not have
         * @throws dev.imagemanager.problem.UnreachableException if the builder no longer answers
         * @throws dev.imagemanager.problem.EnvironmentException if the builder or the registry fails
         * @throws InterruptedException if the calling thread is interrupted
         */
        Built build(Request request, Log log) throws InterruptedException;
    }

    /**
     * A request to build an image for one platform.
     *
     * @param target the target; its name is the image's name in the archive
     * @param dockerfile absolute
     * @param namedContexts by name; each replaces the image with that name in the Dockerfile
     * @param archive the archive to write; empty for none
     * @param references the references to push to; empty to not push
     * @param registries the configured registries and the build registry, with credentials
     * @param useCache whether steps may be taken from the builder's own cache
     * @param layerCache the use of the shared layer cache; empty for none
     * @param timeLimit for all attempts to build it together
     * @param wantsProvenance whether the builder is asked what it has to say about the build
     * @param order of several requests that could start, the one with the lowest does first
     */
    public record Request(
            TargetName target,
            Platform platform,
            Path dockerfile,
            BuildContext.Folder context,
            Definition.BuildOptions options,
            Path fleetDirectory,
            Map<String, String> buildArgs,
            Map<String, String> labels,
            Map<String, BuildContext> namedContexts,
            Optional<Path> archive,
            List<ImageReference> references,
            List<Registry> registries,
            boolean useCache,
            Optional<CacheUse> layerCache,
            Duration timeLimit,
            boolean wantsProvenance,
            long order) {
        public Request {
            buildArgs = Map.copyOf(buildArgs);
            labels = Map.copyOf(labels);
            namedContexts = Map.copyOf(namedContexts);
            references = List.copyOf(references);
            registries = List.copyOf(registries);
        }

        /** Returns the same request with another use of the layer cache. */
        public Request with(Optional<CacheUse> otherCache) {
            return with(otherCache, timeLimit);
        }

        /** Returns the same request with another time limit. */
        Request within(Duration time) {
            return with(layerCache, time);
        }

        private Request with(Optional<CacheUse> otherCache, Duration otherLimit) {
            return new Request(
                    target,
                    platform,
                    dockerfile,
                    context,
                    options,
                    fleetDirectory,
                    buildArgs,
                    labels,
                    namedContexts,
                    archive,
                    references,
                    registries,
                    useCache,
                    otherCache,
                    otherLimit,
                    wantsProvenance,
                    order);
        }
    }

    /**
     * The result of a build.
     *
     * @param digest of the image's manifest
     * @param cacheFailure why the layer cache could not be used; the image is complete
     * @param provenance empty if it was not wanted, or the builder has none
     * @param builder which of several builders built it, its address; empty if there is just one
     */
    record Built(
            Digest digest,
            Optional<CacheFailure> cacheFailure,
            Optional<BuilderProvenance> provenance,
            Optional<String> builder) {

        /** A build by a builder that is the only one. */
        public Built(Digest digest, Optional<CacheFailure> cacheFailure, Optional<BuilderProvenance> provenance) {
            this(digest, cacheFailure, provenance, Optional.empty());
        }
    }

    /**
     * The reason why a build could not use the layer cache.
     *
     * @param hint how to solve it
     * @param isIncomplete whether the cache was available, but listed layers were missing
     */
    record CacheFailure(String reason, String hint, boolean isIncomplete) {}

    /**
     * Returns what the builder of a fleet that is a service is assumed to be as long as nothing has connected to it. Calls no daemon.
     *
     * @throws InterruptedException if the calling thread is interrupted
     */
    Identity assumed() throws InterruptedException;

    /**
     * Returns a text that is another one if the builder that is a service may be another one: its address if one is
     * configured, and the client's program.
     */
    String origin();

    /**
     * Connects to a build daemon.
     *
     * @param fleetDirectory the fleet, absolute; the daemon may be its own
     * @throws dev.imagemanager.problem.UnreachableException if it does not answer
     * @throws dev.imagemanager.problem.InputException if a file for the connection cannot be used
     * @throws dev.imagemanager.problem.EnvironmentException if its client is not installed
     * @throws InterruptedException if the calling thread is interrupted
     */
    Builder connect(BuilderEndpoint endpoint, Path fleetDirectory) throws InterruptedException;

    /** A step of the Dockerfile asks for an entitlement without which it cannot be built. */
    final class EntitlementException extends RuntimeException {

        private final Entitlement entitlement;

        public EntitlementException(Entitlement entitlement) {
            super(entitlement + " is not allowed");
            this.entitlement = entitlement;
        }

        public Entitlement entitlement() {
            return entitlement;
        }
    }

    /** A step of the Dockerfile failed. */
    final class BuildFailedException extends RuntimeException {

        private final transient Optional<String> step;
        private final transient List<String> lastLines;
        private final int line;

        /**
         * @param step the Dockerfile's instruction, as the builder prints it
         * @param lastLines the last output of the step
         * @param line of the Dockerfile, counted from 1; 0 if unknown
         */
        public BuildFailedException(String message, Optional<String> step, List<String> lastLines, int line) {
            super(message);
            this.step = step;
            this.lastLines = List.copyOf(lastLines);
            this.line = line;
        }

        public Optional<String> step() {
            return step;
        }

        public List<String> lastLines() {
            return lastLines;
        }

        public int line() {
            return line;
        }
    }
}
