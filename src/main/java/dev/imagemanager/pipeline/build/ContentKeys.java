package dev.imagemanager.pipeline.build;

import dev.imagemanager.dockerfile.BuildArguments;
import dev.imagemanager.dockerfile.Dockerfile;
import dev.imagemanager.dockerfile.Word;
import dev.imagemanager.model.Definition;
import dev.imagemanager.model.Target;
import dev.imagemanager.pipeline.Sha256;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import dev.imagemanager.rendering.RenderedTarget;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Computes the {@link ContentKey}s of targets. */
final class ContentKeys {

    /** Takes the place of {@code # syntax=} (Dockerfile reference, "BUILDKIT_SYNTAX"); arguments may follow the image. */
    private static final String SYNTAX_ARGUMENT = "BUILDKIT_SYNTAX";

    private final GeneratedFleet generated;
    private final BaseImageResolver baseImages;
    private final ImageBuilder.Builder builder;

    ContentKeys(GeneratedFleet generated, BaseImageResolver baseImages, ImageBuilder.Builder builder) {
        this.generated = generated;
        this.baseImages = baseImages;
        this.builder = builder;
    }

    /**
     * @param parents local references → their images
     * @return empty if anything that decides the result cannot be learned
     */
    Optional<ContentKey> of(
            Target target, Platform platform, Map<String, String> buildArgs, Map<ImageReference, PinnedImage> parents)
            throws InterruptedException {
        RenderedTarget files = generated.rendered().get(target.name());
        Path context = generated.fleet().directory().resolve(target.definition().contextDirectory());
        Optional<String> contextHash = ContextHash.of(context);
        if (contextHash.isEmpty()
                || hasUnknownSecrets(target.definition().build())
                || RemoteSources.mayBeIn(files.dockerfile(), files.dockerfileText())) {
            return Optional.empty();
        }
        SortedMap<String, String> components = new TreeMap<>();
        components.put("dockerfile", Sha256.of(files.dockerfileText()));
        components.put("dockerignore", Sha256.of(files.dockerignore()));
        components.put("context", contextHash.get());
        components.put("platform", platform.toString());
        components.put("stage", target.definition().build().stage().orElse(""));
        components.put("buildkit", builder.version());
        buildArgs.forEach((name, value) -> components.put("build-arg " + name, Sha256.of(value)));
        target.tag().labels().forEach((name, value) -> components.put("label " + name, Sha256.of(value)));
        parents.forEach((reference, image) ->
                components.put("parent " + reference, image.digest().toString()));
        Optional<Set<ImageReference>> images = externalImages(target, platform, files.dockerfile(), parents.keySet());
        if (images.isEmpty()) {
            return Optional.empty();
        }
        for (ImageReference base : images.get()) {
            Optional<Digest> digest =
                    baseImages.digestOf(base, generated.fleet().settings());
            if (digest.isEmpty()) {
                return Optional.empty();
            }
            components.put("base " + base, digest.get().toString());
        }
        return Optional.of(new ContentKey(components));
    }

    /** What a secret or an agent gives to a build is not known here, and may change any time. */
    private static boolean hasUnknownSecrets(Definition.BuildOptions options) {
        return !options.secrets().isEmpty() || !options.ssh().isEmpty();
    }

    /**
     * The graph knows the images for one platform only; those for another may be others.
     *
     * @return empty if the Dockerfile cannot be built for the platform
     */
    private Optional<Set<ImageReference>> externalImages(
            Target target, Platform platform, Dockerfile dockerfile, Set<ImageReference> local) {
        Set<ImageReference> images =
                new TreeSet<>(generated.graph().dependenciesOf(target.name()).externalBases());
        try {
            dockerfile
                    .references(new BuildArguments(
                            target.tag().buildArgs(),
                            builder.platform(),
                            platform,
                            target.definition().build().stage()))
                    .forEach(use -> images.add(use.reference()));
        } catch (InputException impossible) {
            return Optional.empty();
        }
        images.removeAll(local);
        Optional.ofNullable(target.tag().buildArgs().get(SYNTAX_ARGUMENT))
                .or(() -> dockerfile.syntax().map(Word::text))
                .map(syntax -> syntax.strip().split("\\s+")[0])
                .flatMap(ImageReference::find)
                .ifPresent(images::add);
        return Optional.of(images);
    }
}
