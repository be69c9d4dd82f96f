package dev.imagemanager.pipeline.build;

import dev.imagemanager.dockerfile.BuildArguments;
import dev.imagemanager.dockerfile.Dockerfile;
import dev.imagemanager.dockerfile.DockerfileParser;
import dev.imagemanager.dockerfile.ImageTriggers;
import dev.imagemanager.dockerfile.ImageUse;
import dev.imagemanager.dockerfile.Instruction;
import dev.imagemanager.graph.FleetTriggers;
import dev.imagemanager.graph.ParentUse;
import dev.imagemanager.graph.PlatformDependencies;
import dev.imagemanager.model.NamedContext;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.build.BaseDigests.Found;
import dev.imagemanager.pipeline.build.BaseImageResolver.Triggers;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import dev.imagemanager.rendering.RenderedTarget;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What builds use from outside the fleet: images, also those that triggers of such images name, and downloads. */
final class ExternalImages {

    private final GeneratedFleet generated;
    private final FleetSettings registrySettings;
    private final BaseImageResolver baseImages;
    private final BaseDigests baseDigests;
    private final RemoteSources remoteSources;
    private final BuilderIdentities builders;

    /** @param registrySettings for clients of registries */
    ExternalImages(
            GeneratedFleet generated,
            FleetSettings registrySettings,
            BaseImageResolver baseImages,
            BaseDigests baseDigests,
            RemoteSources remoteSources,
            BuilderIdentities builders) {
        this.generated = generated;
        this.registrySettings = registrySettings;
        this.baseImages = baseImages;
        this.baseDigests = baseDigests;
        this.remoteSources = remoteSources;
        this.builders = builders;
    }

    /** Something about an image cannot be determined. The message is a clause. */
    static final class UndeterminedException extends Exception {
        UndeterminedException(String reason) {
            super(reason);
        }
    }

    /**
     * Adds the digests of the images to a content key, their triggers, which the next run takes from there, and the versions
     * of downloads.
     *
     * @param last the components of the last build
     * @return the images that cannot be looked up, of which the last known digest was added
     * @throws InputException if a trigger names an image that cannot be used in the build
     */
    SortedMap<ImageReference, Found.LastKnown> addTo(
            SortedMap<String, String> components, Target target, Platform platform, SortedMap<String, String> last)
            throws UndeterminedException, InterruptedException {
        RenderedTarget files = generated.rendered().get(target.name());
        PlatformDependencies dependencies =
                generated.graph().dependenciesOf(target.name()).byPlatform().get(platform);
        Set<ImageReference> images = new TreeSet<>(dependencies.externalImages());
        images.addAll(generated.fleet().externalContexts(target));
        files.dockerfile().frontend(target.tag().buildArgs()).ifPresent(images::add);
        SortedMap<ImageReference, Found.LastKnown> lastKnown = new TreeMap<>();
        for (ImageReference image : images) {
            components.put("base " + image, digestOf(image, lastKnown).toString());
        }
        for (ImageReference image : namedByTriggers(target, platform, dependencies, components, last, lastKnown)) {
            components.put("base " + image, digestOf(image, lastKnown).toString());
        }
        return lastKnown;
    }

    /** @param lastKnown receives the image if it cannot be looked up now */
    private Digest digestOf(ImageReference image, SortedMap<ImageReference, Found.LastKnown> lastKnown)
            throws UndeterminedException, InterruptedException {
        Found found = baseDigests.find(image);
        if (found instanceof Found.Confirmed confirmed) {
            return confirmed.digest();
        }
        if (found instanceof Found.LastKnown last) {
            lastKnown.put(image, last);
            return last.digest();
        }
        String reason = ((Found.Unknown) found).reason();
        baseDigests.noteUnknown(image, reason);
        throw new UndeterminedException(BaseDigests.unknown(image, reason));
    }

    /** An image that a stage uses, for one platform. */
    private record Image(ImageReference reference, Platform platform) {}

    /** Triggers may make more stages needed, and name images that have triggers too. */
    private Set<ImageReference> namedByTriggers(
            Target target,
            Platform platform,
            PlatformDependencies dependencies,
            SortedMap<String, String> components,
            SortedMap<String, String> last,
            SortedMap<ImageReference, Found.LastKnown> lastKnown)
            throws UndeterminedException, InterruptedException {
        Dockerfile dockerfile = generated.rendered().get(target.name()).dockerfile();
        BuildArguments arguments = new BuildArguments(
                target.tag().buildArgs(),
                builders.of(platform).platform(),
                platform,
                target.definition().build().stage());
        ImageTriggers ofFleet = new FleetTriggers(
                        generated.fleet(),
                        name -> generated.rendered().get(name).dockerfile())
                .in(target);
        Map<String, ParentUse> contexts = new HashMap<>();
        dependencies.parents().forEach(use -> contexts.put(use.reference().contextName(), use));
        Map<Image, List<Instruction.OnBuild>> known = new HashMap<>();
        Set<Image> unread = new LinkedHashSet<>();
        ImageTriggers triggers = use -> {
            if (contexts.containsKey(use.reference().contextName())) {
                return ofFleet.of(use);
            }
            Optional<NamedContext> named = target.tag().context(use.reference());
            if (named.isPresent() && named.get() instanceof NamedContext.Folder) {
                return List.of();
            }
            ImageReference reference = named.map(context -> ((NamedContext.Image) context).reference())
                    .orElse(use.reference());
            Image image = new Image(reference, use.platform().orElse(platform));
            if (!known.containsKey(image)) {
                unread.add(image);
            }
            return known.getOrDefault(image, List.of());
        };
        List<ImageUse> uses;
        do {
            for (Image image : unread) {
                known.put(image, triggersOf(image, platform, components, last, lastKnown));
            }
            unread.clear();
            try {
                uses = dockerfile.references(arguments, triggers);
            } catch (InputException invalid) {
                throw new UndeterminedException("the triggers of its base images cannot be read: "
                        + invalid.problems().get(0).message());
            }
        } while (!unread.isEmpty());
        remoteSources.addTo(
                components,
                dockerfile.remoteSources(arguments, triggers),
                target.definition().build());
        Set<ImageReference> named = new TreeSet<>();
        for (ImageUse use : uses) {
            ParentUse context = contexts.get(use.reference().contextName());
            if (target.tag().context(use.reference()).isPresent()) {
                continue;
            }
            if (context == null) {
                named.add(use.reference());
            } else if (generated.fleet().find(use.reference()).isEmpty()) {
                throw new InputException(replaced(use, context, target));
            }
        }
        named.removeAll(dependencies.externalImages());
        return named;
    }

    /** An unqualified name of a trigger means the fleet's image, as everywhere. */
    private static Problem replaced(ImageUse named, ParentUse parent, Target target) {
        return Problem.error(
                        SourceLocation.wholeFile(OutputPaths.dockerfile(target.name())),
                        "'" + named.reference()
                                + "', which an ONBUILD instruction of a base image names, and the fleet's '"
                                + parent.reference()
                                + "' cannot be told apart in a build: both would be the fleet's image")
                .withHint("use another name of the fleet's image in this Dockerfile");
    }

    private List<Instruction.OnBuild> triggersOf(
            Image image,
            Platform platform,
            SortedMap<String, String> components,
            SortedMap<String, String> last,
            SortedMap<ImageReference, Found.LastKnown> lastKnown)
            throws UndeterminedException, InterruptedException {
        Digest digest = digestOf(image.reference(), lastKnown);
        String base = "base " + image.reference();
        String name = "triggers " + ParentImage.label(image.reference(), image.platform(), platform);
        String text = last.getOrDefault(base, "").equals(digest.toString()) && last.containsKey(name)
                ? last.get(name)
                : instructions(image, digest);
        components.put(name, text);
        return parse(image, "FROM scratch\n" + text).stages().get(0).triggers().toList();
    }

    private static Dockerfile parse(Image image, String content) throws UndeterminedException {
        try {
            return DockerfileParser.parse(OutputPaths.OUTPUT_DIRECTORY, content);
        } catch (InputException malformed) {
            throw new UndeterminedException("the ONBUILD instructions of " + image.reference() + " are malformed: "
                    + malformed.problems().get(0).message());
        }
    }

    /** Returns the instructions as in a Dockerfile; empty if there are none. */
    private String instructions(Image image, Digest digest) throws UndeterminedException, InterruptedException {
        Triggers triggers = baseImages.triggers(image.reference(), digest, image.platform(), registrySettings);
        if (triggers instanceof Triggers.Unknown unknown) {
            throw new UndeterminedException(
                    "the ONBUILD instructions of " + image.reference() + " are not known: " + unknown.reason());
        }
        return ((Triggers.Found) triggers)
                .instructions().stream()
                        .map(instruction -> "ONBUILD " + instruction.strip())
                        .collect(Collectors.joining("\n"));
    }
}
