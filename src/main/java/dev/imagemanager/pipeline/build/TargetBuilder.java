package dev.imagemanager.pipeline.build;

import dev.imagemanager.config.Environment;
import dev.imagemanager.model.Definition;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.build.BuildRecord.PlatformImage;
import dev.imagemanager.pipeline.cache.BuildCache;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.generate.OutputDirectory;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the targets of one fleet, each when it is asked to and after its parents. Safe for use by several threads. */
public final class TargetBuilder {

    private final GeneratedFleet generated;
    private final BuildSettings settings;
    private final ImageBuilder imageBuilder;
    private final ImageStore store;
    private final PipelineListener listener;
    private final ImageBuilder.Builder builder;
    private final ContentKeys keys;
    private final ParentImages parentImages;
    private final OutputDirectory output;
    private final Map<String, String> proxies;
    private final BuildCache cache;
    private final Set<TargetName> tested;
    private final Map<TargetName, BuildRecord> built = new ConcurrentHashMap<>();

    /**
     * Makes sure that there is something to build with and a place for what is built.
     *
     * @param cache that layers are taken from, and left in
     * @param tested targets whose archives are needed until {@link #tidyUp}, even where none is kept
     * @throws EnvironmentException if there is not
     */
    public TargetBuilder(
            GeneratedFleet generated,
            BuildSettings settings,
            Set<TargetName> tested,
            BuildCache cache,
            ImageBuilder imageBuilder,
            ImageStores stores,
            BaseImageResolver baseImages,
            Environment environment,
            PipelineListener listener)
            throws InterruptedException {
        this.generated = generated;
        this.settings = settings;
        this.tested = Set.copyOf(tested);
        this.cache = cache;
        this.imageBuilder = imageBuilder;
        this.listener = listener;
        this.builder = imageBuilder.connect();
        this.store =
                stores.open(generated.fleet().directory(), generated.fleet().settings());
        this.keys = new ContentKeys(generated, baseImages, builder);
        this.parentImages = new ParentImages(generated, store);
        this.output = new OutputDirectory(generated.fleet().directory());
        this.proxies = ProxyArguments.from(environment, note -> listener.on(new PipelineEvent.Noted(note)));
    }

    /**
     * @param upToDate whether nothing had to be built
     */
    public record Result(BuildRecord record, boolean upToDate) {}

    /**
     * @throws ImageBuilder.BuildFailedException if a step of the Dockerfile fails
     * @throws EnvironmentException if the builder, the registry or the disk does not do its part
     */
    public Result build(Target target) throws InterruptedException {
        List<Platform> platforms = platformsOf(target);
        boolean isOnlyPlatform = platforms.size() == 1;
        Optional<BuildRecord> last = output.content(OutputPaths.buildRecord(target.name()))
                .flatMap(json -> BuildRecord.fromJson(target.name(), json));
        parentImages.refuseHiddenStages(target);
        SortedMap<Platform, PlatformImage> images = new TreeMap<>();
        boolean upToDate = true;
        try (BuildLog log = new BuildLog(generated.fleet().directory(), target.name(), listener)) {
            for (Platform platform : platforms) {
                Map<ImageReference, PinnedImage> parents = parentImages.of(target, platform, built);
                Optional<ContentKey> key =
                        keys.of(target, platform, target.tag().buildArgs(), parents);
                Optional<PlatformImage> reusable = settings.force() || !settings.useCache()
                        ? Optional.empty()
                        : last.flatMap(record ->
                                        Optional.ofNullable(record.platforms().get(platform)))
                                .filter(image -> key.isPresent() && image.key().equals(key));
                if (reusable.isPresent() && isComplete(target, platform, isOnlyPlatform, reusable.get())) {
                    images.put(platform, reusable.get());
                    continue;
                }
                upToDate = false;
                images.put(platform, build(target, platform, isOnlyPlatform, parents, key, log));
            }
        }
        BuildRecord record =
                upToDate && last.isPresent() && isIndexed(last.get(), images) ? last.get() : record(target, images);
        last.ifPresent(before -> removeOtherArchives(before, record));
        built.put(target.name(), record);
        return new Result(record, upToDate);
    }

    private boolean isIndexed(BuildRecord last, SortedMap<Platform, PlatformImage> images) throws InterruptedException {
        return last.platforms().keySet().equals(images.keySet())
                && (images.size() == 1 || isStored(last.target(), last.target().tag(), last.digest()));
    }

    /** An archive for other platforms than those of the last build would be taken for its result. */
    private void removeOtherArchives(BuildRecord before, BuildRecord now) {
        archives(before).stream().filter(file -> !archives(now).contains(file)).forEach(output::remove);
    }

    private static List<Path> archives(BuildRecord record) {
        boolean isOnlyPlatform = record.platforms().size() == 1;
        return record.platforms().keySet().stream()
                .map(platform -> OutputPaths.archive(record.target(), platform, isOnlyPlatform))
                .toList();
    }

    /** Removes what is not to be kept: archives where the settings say so, and images that no target has any more. */
    public void tidyUp() {
        if (!generated.fleet().settings().keepArchives()) {
            built.values().forEach(record -> archives(record).forEach(output::remove));
        }
        store.retain(generated.fleet().targets().values().stream()
                .flatMap(this::storedNames)
                .collect(Collectors.toSet()));
    }

    /** Also for platforms that an earlier command, or a later one, builds the target for. */
    private Stream<String> storedNames(Target target) {
        TargetName name = target.name();
        return Stream.concat(
                Stream.of(name.toString()),
                Stream.of(target.definition().platforms(), settings.platforms())
                        .flatMap(List::stream)
                        .map(platform -> name.image() + ":" + tag(name, platform, false)));
    }

    private PlatformImage build(
            Target target,
            Platform platform,
            boolean isOnlyPlatform,
            Map<ImageReference, PinnedImage> parents,
            Optional<ContentKey> key,
            Consumer<String> log)
            throws InterruptedException {
        Path directory = generated.fleet().directory();
        TargetName name = target.name();
        Path archive = directory.resolve(OutputPaths.archive(name, platform, isOnlyPlatform));
        String tag = tag(name, platform, isOnlyPlatform);
        Map<String, String> buildArgs = new TreeMap<>(proxies);
        buildArgs.putAll(target.tag().buildArgs());
        long start = System.nanoTime();
        ImageBuilder.Built built = imageBuilder.build(
                new ImageBuilder.Request(
                        name,
                        platform,
                        directory.resolve(OutputPaths.dockerfile(name)),
                        directory.resolve(target.definition().contextDirectory()),
                        target.definition().build(),
                        directory,
                        buildArgs,
                        target.tag().labels(),
                        parents,
                        archive,
                        store.pushReferences(name.image(), tags(tag, key)),
                        generated.fleet().settings().registries(),
                        settings.useCache(),
                        cache.of(name, platform, settings.useCache())),
                log);
        built.cacheFailure().ifPresent(this::report);
        store.add(name.image(), tag, built.digest(), archive);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        try {
            return new PlatformImage(built.digest(), key, Files.size(archive), time);
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot read " + archive + ": " + FailureReason.of(failure)), failure);
        }
    }

    private void report(ImageBuilder.CacheFailure failure) {
        if (failure.isIncomplete()) {
            cache.wasIncomplete(failure.reason(), failure.hint());
        } else {
            cache.failed(failure.reason(), failure.hint());
        }
    }

    private BuildRecord record(Target target, SortedMap<Platform, PlatformImage> images) throws InterruptedException {
        TargetName name = target.name();
        Digest digest = images.get(images.firstKey()).digest();
        if (images.size() > 1) {
            Map<Platform, Digest> digests = new TreeMap<>();
            images.forEach((platform, image) -> digests.put(platform, image.digest()));
            digest = store.putIndex(name.image(), name.tag(), digests);
        }
        BuildRecord record = new BuildRecord(name, digest, images, builder.version());
        output.write(OutputPaths.buildRecord(name), record.toJson());
        return record;
    }

    private static String tag(TargetName target, Platform platform, boolean isOnlyPlatform) {
        return isOnlyPlatform ? target.tag() : target.tag() + "-" + platform.fileName();
    }

    /** Whether what the last build made is still where it was put. */
    private boolean isComplete(Target target, Platform platform, boolean isOnlyPlatform, PlatformImage image)
            throws InterruptedException {
        TargetName name = target.name();
        String tag = tag(name, platform, isOnlyPlatform);
        Path file = OutputPaths.archive(name, platform, isOnlyPlatform);
        boolean isArchived = isArchive(file, image);
        if (needsArchive(name) && !isArchived) {
            return false;
        }
        if (isStored(name, tag, image.digest())) {
            return true;
        }
        boolean isRestored = isArchived
                && store.restore(
                        name.image(),
                        tags(tag, image.key()),
                        image.digest(),
                        generated.fleet().directory().resolve(file));
        if (isRestored) {
            listener.on(new PipelineEvent.Noted(
                    Problem.note(name + " was taken from " + file + " again: it was lost where builds go")));
        }
        return isRestored;
    }

    /** What an image is called, and what it is found by whatever it is called. */
    private static List<String> tags(String tag, Optional<ContentKey> key) {
        return Stream.concat(Stream.of(tag), key.map(ContentKey::tag).stream()).toList();
    }

    private boolean needsArchive(TargetName target) {
        return generated.fleet().settings().keepArchives() || tested.contains(target);
    }

    private boolean isArchive(Path file, PlatformImage image) {
        Path archive = generated.fleet().directory().resolve(file);
        try {
            return Files.isRegularFile(archive) && Files.size(archive) == image.size();
        } catch (IOException unreadable) {
            return false;
        }
    }

    private boolean isStored(TargetName target, String tag, Digest digest) throws InterruptedException {
        return store.digestOf(target.image(), tag).equals(Optional.of(digest));
    }

    /** The platforms that the target is built for. */
    public List<Platform> platformsOf(Target target) {
        if (!settings.platforms().isEmpty()) {
            return settings.platforms();
        }
        Definition definition = target.definition();
        return definition.platforms().isEmpty() ? List.of(builder.platform()) : definition.platforms();
    }
}
