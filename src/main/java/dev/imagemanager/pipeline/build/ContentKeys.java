package dev.imagemanager.pipeline.build;

import dev.imagemanager.dockerfile.Dockerfile;
import dev.imagemanager.dockerfile.Word;
import dev.imagemanager.model.Definition;
import dev.imagemanager.model.ImageReference;
import dev.imagemanager.model.Platform;
import dev.imagemanager.model.Target;
import dev.imagemanager.pipeline.build.ImageBuilder.PinnedImage;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.rendering.RenderedTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Computes the {@link ContentKey}s of targets. */
final class ContentKeys {

    private final GeneratedFleet generated;
    private final BaseImageResolver baseImages;
    private final String builderVersion;

    ContentKeys(GeneratedFleet generated, BaseImageResolver baseImages, String builderVersion) {
        this.generated = generated;
        this.baseImages = baseImages;
        this.builderVersion = builderVersion;
    }

    /**
     * @param parents local references → their images
     * @return empty if anything that decides the result cannot be learned
     */
    Optional<ContentKey> of(
            Target target, Platform platform, Map<String, String> buildArgs, Map<String, PinnedImage> parents)
            throws InterruptedException {
        RenderedTarget files = generated.rendered().get(target.name());
        Path context = generated.fleet().directory().resolve(target.definition().contextDirectory());
        Optional<String> contextHash = ContextHash.of(context);
        if (contextHash.isEmpty() || hasUnknownSecrets(target.definition().build())) {
            return Optional.empty();
        }
        SortedMap<String, String> components = new TreeMap<>();
        components.put("dockerfile", Sha256.of(files.dockerfileText()));
        components.put("dockerignore", Sha256.of(files.dockerignore()));
        components.put("context", contextHash.get());
        components.put("platform", platform.toString());
        components.put("stage", target.definition().build().stage().orElse(""));
        components.put("buildkit", builderVersion);
        buildArgs.forEach((name, value) -> components.put("build-arg " + name, Sha256.of(value)));
        target.tag().labels().forEach((name, value) -> components.put("label " + name, Sha256.of(value)));
        parents.forEach((reference, image) -> components.put("parent " + reference, image.digest()));
        for (String base : externalImages(target, files.dockerfile())) {
            Optional<String> digest = baseImages.digestOf(
                    ImageReference.parse(base), generated.fleet().settings());
            if (digest.isEmpty()) {
                return Optional.empty();
            }
            components.put("base " + base, digest.get());
        }
        return Optional.of(new ContentKey(components));
    }

    /** What a secret or an agent gives to a build is not known here, and may change any time. */
    private static boolean hasUnknownSecrets(Definition.BuildOptions options) {
        return !options.secrets().isEmpty() || !options.ssh().isEmpty();
    }

    private List<String> externalImages(Target target, Dockerfile dockerfile) {
        List<String> images =
                new ArrayList<>(generated.graph().dependenciesOf(target.name()).externalBases());
        dockerfile.syntax().map(Word::text).ifPresent(images::add);
        return images;
    }
}
