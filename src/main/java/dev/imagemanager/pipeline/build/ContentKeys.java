package dev.imagemanager.pipeline.build;

import dev.imagemanager.dockerfile.BuildArguments;
import dev.imagemanager.model.Definition;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.pipeline.build.BaseImageResolver.Resolution;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import dev.imagemanager.rendering.RenderedTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Computes the {@link ContentKey}s of targets. */
final class ContentKeys {

    private final GeneratedFleet generated;
    private final FleetSettings registrySettings;
    private final BaseImageResolver baseImages;
    private final ImageBuilder.Builder builder;

    /** @param registrySettings for clients of registries */
    ContentKeys(
            GeneratedFleet generated,
            FleetSettings registrySettings,
            BaseImageResolver baseImages,
            ImageBuilder.Builder builder) {
        this.generated = generated;
        this.registrySettings = registrySettings;
        this.baseImages = baseImages;
        this.builder = builder;
    }

    /** @param parents local references → their images */
    ContentKey of(Target target, Platform platform, Map<ImageReference, PinnedImage> parents)
            throws InterruptedException {
        RenderedTarget files = generated.rendered().get(target.name());
        Definition definition = target.definition();
        Optional<String> obstacle = obstacle(definition.build(), files);
        if (obstacle.isPresent()) {
            return new ContentKey.Unknown(obstacle.get());
        }
        SortedMap<String, String> components = new TreeMap<>();
        components.put("dockerfile", hash(files.dockerfileText()));
        components.put("dockerignore", hash(files.dockerignore()));
        try {
            components.put("context", ContextHash.of(contextOf(target)));
        } catch (IOException unreadable) {
            return new ContentKey.Unknown("the build context cannot be read: " + FailureReason.of(unreadable));
        }
        components.put("platform", platform.toString());
        components.put("stage", definition.build().stage().orElse(""));
        components.put("buildkit", builder.version());
        target.tag().buildArgs().forEach((name, value) -> components.put("build-arg " + name, hash(value)));
        target.tag().labels().forEach((name, value) -> components.put("label " + name, hash(value)));
        parents.forEach((reference, image) ->
                components.put("parent " + reference, image.digest().toString()));
        return withBases(target, platform, files, parents.keySet(), components);
    }

    private Path contextOf(Target target) {
        return generated.fleet().directory().resolve(target.definition().contextDirectory());
    }

    private static String hash(byte[] content) {
        return Digest.of(content).hex();
    }

    private static String hash(String text) {
        return Digest.of(text).hex();
    }

    /** Returns the reason if a build uses external inputs, whose changes cannot be detected. */
    private static Optional<String> obstacle(Definition.BuildOptions options, RenderedTarget files) {
        if (!options.secrets().isEmpty()) {
            return Optional.of(
                    "the build uses the secret '" + options.secrets().get(0).id() + "'");
        }
        if (!options.ssh().isEmpty()) {
            return Optional.of("the build uses an SSH agent");
        }
        return RemoteSources.firstLine(files.dockerfile(), files.dockerfileText())
                .map(line -> "ADD in line " + line + " of its Dockerfile downloads something without --checksum");
    }

    private ContentKey withBases(
            Target target,
            Platform platform,
            RenderedTarget files,
            Set<ImageReference> local,
            SortedMap<String, String> components)
            throws InterruptedException {
        Set<ImageReference> bases;
        try {
            bases = externalImages(target, platform, files, local);
        } catch (InputException invalid) {
            return new ContentKey.Unknown("its Dockerfile cannot be read for " + platform + ": "
                    + invalid.problems().get(0).message());
        }
        for (ImageReference base : bases) {
            Resolution resolution = baseImages.resolve(base, registrySettings);
            if (resolution instanceof Resolution.NotFound notFound) {
                return new ContentKey.Unknown("the digest of " + base + " is not known: " + notFound.reason());
            }
            components.put(
                    "base " + base, ((Resolution.Found) resolution).digest().toString());
        }
        return new ContentKey.Known(components);
    }

    /** Returns the external images for a platform, which may differ from those in the graph. */
    private Set<ImageReference> externalImages(
            Target target, Platform platform, RenderedTarget files, Set<ImageReference> local) {
        Set<ImageReference> images =
                new TreeSet<>(generated.graph().dependenciesOf(target.name()).externalBases());
        files.dockerfile()
                .references(new BuildArguments(
                        target.tag().buildArgs(),
                        builder.platform(),
                        platform,
                        target.definition().build().stage()))
                .forEach(use -> images.add(use.reference()));
        images.removeAll(local);
        files.dockerfile().frontend(target.tag().buildArgs()).ifPresent(images::add);
        return images;
    }
}
