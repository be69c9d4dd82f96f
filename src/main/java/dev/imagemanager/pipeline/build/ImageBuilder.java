package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.Definition;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.cache.CacheUse;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Turns a Dockerfile and a build context into an image. */
public interface ImageBuilder {

    /**
     * What there is to build with.
     *
     * @param version of the builder; part of what decides a build's result
     * @param platform that it builds for when nothing else is said
     */
    record Builder(String version, Platform platform) {}

    /**
     * One image for one platform.
     *
     * @param target also what the image is called in the archive
     * @param dockerfile absolute
     * @param namedContexts by their names; each takes the place of an image that the Dockerfile names so
     * @param archive where the image's archive goes
     * @param references what the image is pushed as; none if it is not to be pushed
     * @param registries whose credentials and ways are known
     * @param useCache whether steps may come from the builder's own cache
     * @param layerCache what is taken from, and left in, the one that outlives the builder; empty for none
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
            Path archive,
            List<ImageReference> references,
            List<Registry> registries,
            boolean useCache,
            Optional<CacheUse> layerCache) {
        public Request {
            buildArgs = Map.copyOf(buildArgs);
            labels = Map.copyOf(labels);
            namedContexts = Map.copyOf(namedContexts);
            references = List.copyOf(references);
            registries = List.copyOf(registries);
        }

        /** The same with another use of the layer cache. */
        public Request with(Optional<CacheUse> otherCache) {
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
                    otherCache);
        }
    }

    /**
     * What came of a build.
     *
     * @param digest of the image's manifest
     * @param cacheFailure why the layer cache could not be used; the image is none the worse
     */
    record Built(Digest digest, Optional<CacheFailure> cacheFailure) {}

    /**
     * Why a build had nothing from the layer cache.
     *
     * @param hint what to do about it
     * @param isIncomplete whether it was there, but layers that it lists were not
     */
    record CacheFailure(String reason, String hint, boolean isIncomplete) {}

    /**
     * @throws dev.imagemanager.problem.EnvironmentException if nothing answers or the tool for it is missing
     * @throws InterruptedException if the work was to end
     */
    Builder connect() throws InterruptedException;

    /**
     * Builds, writes the archive and pushes. The archive is there completely or not at all.
     *
     * @param log receives what the build prints, a line at a time
     * @throws BuildFailedException if a step fails
     * @throws dev.imagemanager.problem.EnvironmentException if the builder or the registry does not do its part
     * @throws InterruptedException if the work was to end
     */
    Built build(Request request, Consumer<String> log) throws InterruptedException;

    /** A step of the Dockerfile failed. */
    final class BuildFailedException extends RuntimeException {

        private final transient Optional<String> step;
        private final transient List<String> lastLines;
        private final int line;

        /**
         * @param step the Dockerfile's instruction as the builder names it
         * @param lastLines what the step printed last
         * @param line of the Dockerfile, counted from 1; 0 if it is not known
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
