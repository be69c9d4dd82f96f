package dev.imagemanager.pipeline.build;

import dev.imagemanager.config.Rebuild;
import dev.imagemanager.dockerfile.ImageUse;
import dev.imagemanager.dockerfile.Instruction;
import dev.imagemanager.dockerfile.Stage;
import dev.imagemanager.model.Definition;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.build.BaseDigests.Found;
import dev.imagemanager.pipeline.context.BuildContexts;
import dev.imagemanager.pipeline.context.ContextFolder;
import dev.imagemanager.pipeline.context.ContextListing;
import dev.imagemanager.pipeline.context.ContextNotes;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import dev.imagemanager.rendering.RenderedTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Computes the {@link ContentKey}s of targets. */
final class ContentKeys {

    /** The variables that a builder sets to its own platform (Dockerfile reference, "Automatic platform ARGs"). */
    private static final Pattern BUILDER_VARIABLE = Pattern.compile("BUILD(PLATFORM|OS|OSVERSION|ARCH|VARIANT)\\b");

    /** The component that is the hash of the Dockerfile. */
    static final String DOCKERFILE = "dockerfile";

    private static final String CONTEXT = "context";

    /** Of the images that this program has built: another one if the same inputs give another image. */
    private static final String FORMAT = "2";

    private final GeneratedFleet generated;
    private final BuilderIdentities builders;
    private final ExternalImages externalImages;
    private final ImageTime imageTime;
    private final BuildContexts contexts;
    private final Map<TargetName, List<Digest>> states = new ConcurrentHashMap<>();

    ContentKeys(
            GeneratedFleet generated,
            ExternalImages externalImages,
            BuilderIdentities builders,
            ImageTime imageTime,
            BuildContexts contexts) {
        this.generated = generated;
        this.builders = builders;
        this.externalImages = externalImages;
        this.imageTime = imageTime;
        this.contexts = contexts;
    }

    /**
     * A key, and what it assumes.
     *
     * @param lastKnown external images that cannot be looked up, with the digests that they had; if there are any, the key
     *     only tells whether an existing image may be up to date
     */
    record Computed(ContentKey key, SortedMap<ImageReference, Found.LastKnown> lastKnown) {

        /** Returns the key of an image that is built now. */
        ContentKey ofBuild() {
            return lastKnown.isEmpty()
                    ? key
                    : new ContentKey.Unknown(BaseDigests.unknown(
                            lastKnown.firstKey(),
                            lastKnown.get(lastKnown.firstKey()).reason()));
        }

        private static Computed unknown(String reason) {
            return new Computed(new ContentKey.Unknown(reason), Collections.emptySortedMap());
        }
    }

    /**
     * @param parents images of the fleet; those that are missing count as unchanged
     * @param last the key of the last build
     */
    Computed of(Target target, Platform platform, ParentImages.Parents parents, Optional<ContentKey> last)
            throws InterruptedException {
        RenderedTarget files = generated.rendered().get(target.name());
        Definition definition = target.definition();
        List<RenderedTarget> triggering = triggering(target, platform);
        if (definition.build().rebuild() == Rebuild.ALWAYS) {
            return Computed.unknown("its definition says 'rebuild: always'");
        }
        SortedMap<String, String> components = new TreeMap<>();
        components.put(DOCKERFILE, hash(files.dockerfileText()));
        try {
            components.putAll(contextComponents(target));
            states.put(target.name(), contextStates(target));
        } catch (IOException unreadable) {
            return Computed.unknown("the build context cannot be read: " + FailureReason.of(unreadable));
        }
        components.put("format", FORMAT);
        components.put("platform", platform.toString());
        components.put("stage", definition.build().stage().orElse(""));
        components.put("buildkit", builders.of(platform).version());
        components.put("source-date", imageTime.component());
        if (Stream.concat(Stream.of(files), triggering.stream()).anyMatch(ContentKeys::usesBuilderPlatform)) {
            components.put("build platform", builders.of(platform).platform().toString());
        }
        if (!definition.build().entitlements().isEmpty()) {
            components.put(
                    "entitlements", definition.build().entitlements().keySet().toString());
        }
        definition.build().secrets().forEach(secret -> components.put("secret " + secret.id(), ""));
        definition.build().ssh().forEach(agent -> components.put("ssh " + agent.split("=", 2)[0], ""));
        target.tag().buildArgs().forEach((name, value) -> components.put("build-arg " + name, hash(value)));
        target.tag().labels().forEach((name, value) -> components.put("label " + name, hash(value)));
        SortedMap<String, String> before = last.map(ContentKey::components).orElseGet(Collections::emptySortedMap);
        parents.missing().forEach(parent -> {
            String component = parentComponent(ParentImage.label(parent.reference(), parent.platform(), platform));
            Optional.ofNullable(before.get(component)).ifPresent(value -> components.put(component, value));
        });
        parents.images()
                .forEach(parent -> components.put(
                        parentComponent(parent.label(platform)),
                        parent.image().digest().toString()));
        try {
            SortedMap<ImageReference, Found.LastKnown> lastKnown =
                    externalImages.addTo(components, target, platform, before);
            return new Computed(new ContentKey.Known(components), lastKnown);
        } catch (ExternalImages.UndeterminedException undetermined) {
            return Computed.unknown(undetermined.getMessage());
        }
    }

    private static String parentComponent(String label) {
        return "parent " + label;
    }

    /** Returns the targets whose triggers run in the build. */
    private List<RenderedTarget> triggering(Target target, Platform platform) {
        return generated.graph().dependenciesOf(target.name()).byPlatform().get(platform).parents().stream()
                .filter(use -> use.kind() == ImageUse.Kind.FROM)
                .map(use -> generated.rendered().get(use.parent()))
                .filter(parent -> triggersOf(parent).findAny().isPresent())
                .distinct()
                .toList();
    }

    private static Stream<Instruction.OnBuild> triggersOf(RenderedTarget parent) {
        return parent.dockerfile().target(parent.target().definition().build().stage()).stream()
                .flatMap(Stage::triggers);
    }

    private static boolean usesBuilderPlatform(RenderedTarget files) {
        return BUILDER_VARIABLE
                .matcher(new String(files.dockerfileText(), StandardCharsets.UTF_8))
                .find();
    }

    /** Returns the notes about the files of a target's contexts, as far as they can be read. */
    List<Problem> notes(Target target) {
        return ContextNotes.of(
                contexts, target, generated.rendered().get(target.name()).dockerignore());
    }

    private SortedMap<String, String> contextComponents(Target target) throws IOException {
        SortedMap<String, String> components = new TreeMap<>();
        byte[] ignoreFile = generated.rendered().get(target.name()).dockerignore();
        for (ContextFolder folder : ContextFolder.of(target)) {
            components.put(
                    folder.isOwn() ? CONTEXT : CONTEXT + " " + folder.name(),
                    contexts.hash(folder.path(), contexts.ignoreFile(folder, ignoreFile)));
        }
        return components;
    }

    /**
     * Returns a text for the content of each context of a target that is a folder, by its name; {@link ContextFolder#OWN} is that
     * of its own. One that cannot be read has a text that never comes again.
     */
    Map<String, String> contents(Target target) {
        Map<String, String> contents = new HashMap<>();
        String unknown = UUID.randomUUID().toString().replace("-", "");
        contents.put(ContextFolder.OWN, unknown);
        target.tag().contexts().keySet().forEach(name -> contents.put(name, unknown));
        try {
            contextComponents(target)
                    .forEach((component, hash) ->
                            contents.put(component.substring(CONTEXT.length()).strip(), hash));
        } catch (IOException unreadable) {
            return contents;
        }
        return contents;
    }

    /** Returns whether a component is the hash of a context's listing. */
    static boolean isContext(String component) {
        return component.equals(CONTEXT) || component.startsWith(CONTEXT + " ");
    }

    /** Returns the texts that keys of a target have hashes of: its Dockerfile, and the listings of its contexts. */
    List<byte[]> texts(Target target) {
        List<byte[]> texts = new ArrayList<>();
        texts.add(generated.rendered().get(target.name()).dockerfileText());
        try {
            for (Map.Entry<String, String> context : contextComponents(target).entrySet()) {
                contexts.listing(context.getValue()).map(ContextListing::text).ifPresent(texts::add);
            }
        } catch (IOException unreadable) {
            // Then its key is not known, and there is nothing to explain.
            return List.of();
        }
        return texts;
    }

    /** Returns what the file system says of the files in a target's contexts. */
    private List<Digest> contextStates(Target target) throws IOException {
        List<Digest> states = new ArrayList<>();
        byte[] ignoreFile = generated.rendered().get(target.name()).dockerignore();
        for (ContextFolder folder : ContextFolder.of(target)) {
            states.add(contexts.state(folder.path(), contexts.ignoreFile(folder, ignoreFile)));
        }
        return states;
    }

    /**
     * Looks at the contexts of a target again. Returns whether they are still those of its key, and no file was changed since,
     * not even back to what it was.
     */
    boolean areContextsStill(ContentKey.Known key, Target target) {
        try {
            contexts.lookAgain(ContextFolder.paths(target));
            return key.components()
                            .entrySet()
                            .containsAll(contextComponents(target).entrySet())
                    && contextStates(target).equals(states.get(target.name()));
        } catch (IOException unreadable) {
            return false;
        }
    }

    /**
     * Keeps the hashes of files for the next run.
     *
     * @throws IOException if they cannot be written
     */
    void keepHashes() throws IOException {
        contexts.keep();
    }

    private static String hash(byte[] content) {
        return Digest.of(content).hex();
    }

    private static String hash(String text) {
        return Digest.of(text).hex();
    }
}
