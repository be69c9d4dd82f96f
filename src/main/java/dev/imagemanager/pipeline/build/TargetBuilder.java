package dev.imagemanager.pipeline.build;

import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.model.NamedContext;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.build.BuildRecord.PlatformImage;
import dev.imagemanager.pipeline.build.ImageBuilder.BuildFailedException;
import dev.imagemanager.pipeline.build.ImageBuilder.EntitlementException;
import dev.imagemanager.pipeline.cache.BuildCache;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.step.StepContext;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the targets of one fleet. Parents must be built first. Safe for use by several threads. */
final class TargetBuilder implements Step.Execution {

    private final GeneratedFleet generated;
    private final Map<TargetName, SortedSet<Platform>> platforms;
    private final Set<TargetName> archives;
    private final PipelineListener listener;
    private final SecretMask mask;
    private final BuildSettings settings;
    private final BuildDecider decider;
    private final ImageBuilder.Builder builder;
    private final ImageStore store;
    private final List<Registry> registries;
    private final BuildCache cache;
    private final ContentKeys keys;
    private final BaseDigests baseDigests;
    private final ParentImages parentImages;
    private final OutputDirectory output;
    private final BuildRecords records;
    private final Map<String, String> proxies;
    private final Map<TargetName, BuildRecord> built = new ConcurrentHashMap<>();
    private final Set<Problem> noted = ConcurrentHashMap.newKeySet();

    /**
     * @param builder the connected builder
     * @param store the open image store
     * @param registries the configured registries and the build registry, with credentials
     * @param cache the shared layer cache
     * @param proxies build arguments that are not part of the content key
     */
    TargetBuilder(
            StepContext context,
            BuildSettings settings,
            ImageBuilder.Builder builder,
            ImageStore store,
            List<Registry> registries,
            BuildCache cache,
            ContentKeys keys,
            BaseDigests baseDigests,
            SealedDocuments documents,
            Map<String, String> proxies) {
        this.generated = context.fleet();
        this.platforms = generated.graph().platformsToBuild(generated.fleet(), context.chosen());
        this.archives = context.archives();
        this.listener = context.listener();
        this.mask = context.mask();
        this.settings = settings;
        this.decider = new BuildDecider(settings);
        this.builder = builder;
        this.store = store;
        this.registries = List.copyOf(registries);
        this.cache = cache;
        this.keys = keys;
        this.baseDigests = baseDigests;
        this.parentImages = new ParentImages(generated, store);
        this.output = context.output();
        this.records = new BuildRecords(output, documents, listener);
        this.proxies = Map.copyOf(proxies);
    }

    @Override
    public Outcome run(Target target) throws InterruptedException {
        try {
            BuildReport report = build(target);
            return new Outcome.Succeeded(
                    report.upToDate(),
                    report.upToDate()
                            ? "up to date"
                            : "built " + report.record().digest(),
                    report);
        } catch (BuildFailedException failure) {
            return BuildFailures.outcome(target.name(), failure);
        } catch (EntitlementException refused) {
            return BuildFailures.outcome(
                    target,
                    generated.rendered().get(target.name()),
                    generated.fleet().settings().isTrusted(),
                    refused.entitlement());
        }
    }

    private BuildReport build(Target target) throws InterruptedException {
        TargetName name = target.name();
        SortedSet<Platform> wanted = platforms.get(name);
        Optional<BuildRecord> last = records.read(name);
        parentImages.requirePlatforms(target, wanted, built);
        SortedMap<Platform, PlatformImage> images = new TreeMap<>();
        boolean upToDate = true;
        Optional<String> keyUnknown = Optional.empty();
        try (BuildLog log = new BuildLog(output, name, listener, mask)) {
            for (Platform platform : wanted) {
                ImageFiles files = new ImageFiles(name, platform, wanted.size() == 1);
                Optional<PlatformImage> before =
                        last.map(record -> record.platforms().get(platform));
                Considered considered = consider(target, files, before);
                if (considered.key() instanceof ContentKey.Unknown unknown && keyUnknown.isEmpty()) {
                    keyUnknown = Optional.of(unknown.reason());
                    log.add("always built: " + unknown.reason());
                }
                Optional<PlatformImage> kept = keep(considered.decision(), files);
                upToDate &= kept.isPresent();
                images.put(platform, kept.isPresent() ? kept.get() : build(target, files, considered, log));
            }
        }
        BuildRecord record =
                upToDate && last.isPresent() && isIndexed(last.get(), images) ? last.get() : record(target, images);
        last.ifPresent(before -> removeOtherArchives(before, record));
        built.put(name, record);
        return new BuildReport(record, upToDate, keyUnknown);
    }

    /** A decision and its inputs. */
    private record Considered(BuildDecision decision, List<ParentImage> parents, ContentKey key) {

        /** Returns the named contexts of a target: its own, and those that replace parents in the Dockerfile. */
        Map<String, BuildContext> namedContexts(Target target, Platform platform, Path directory) {
            Map<String, BuildContext> contexts = new TreeMap<>();
            target.tag().contexts().forEach((name, context) -> contexts.put(name, source(context, directory)));
            contexts.putAll(ParentImage.contexts(parents, platform));
            return contexts;
        }

        private static BuildContext source(NamedContext context, Path directory) {
            return context instanceof NamedContext.Image image
                    ? new BuildContext.Image(image.reference())
                    : new BuildContext.Folder(directory.resolve(((NamedContext.Folder) context).path()));
        }
    }

    private Considered consider(Target target, ImageFiles files, Optional<PlatformImage> before)
            throws InterruptedException {
        List<ParentImage> parents = parentImages.of(target, files.platform(), built);
        ContentKeys.Computed computed = keys.of(target, files.platform(), parents, before.map(PlatformImage::key));
        keys.notes(target).stream().filter(noted::add).forEach(note -> listener.on(new PipelineEvent.Noted(note)));
        BuildDecision decision = decider.decide(before, computed.key(), new Whereabouts(files));
        if (decision instanceof BuildDecision.Build build && build.reason() instanceof BuildReason.ArchiveChanged) {
            listener.on(new PipelineEvent.Noted(Problem.note(target.name() + " is built again: " + files.archive()
                    + " is not the archive that its last build wrote")));
        }
        if (decision instanceof BuildDecision.Build) {
            computed.lastKnown().forEach((base, last) -> baseDigests.noteUnknown(base, last.reason()));
            return new Considered(decision, parents, computed.ofBuild());
        }
        computed.lastKnown().forEach(baseDigests::noteTaken);
        return new Considered(decision, parents, computed.key());
    }

    /** @return the existing image, if nothing has to be built */
    private Optional<PlatformImage> keep(BuildDecision decision, ImageFiles files) throws InterruptedException {
        if (decision instanceof BuildDecision.UpToDate upToDate) {
            return Optional.of(upToDate.image());
        }
        return decision instanceof BuildDecision.Restore restore && restored(restore, files)
                ? Optional.of(restore.image())
                : Optional.empty();
    }

    private boolean restored(BuildDecision.Restore restore, ImageFiles files) throws InterruptedException {
        PlatformImage image = restore.image();
        boolean isRestored = store.restore(
                files.target().image(), files.tags(image.key()), image.digest(), output.path(restore.archive()));
        if (isRestored) {
            listener.on(new PipelineEvent.Noted(Problem.note(files.target() + " was restored from " + restore.archive()
                    + ": it was missing in the image store")));
        }
        return isRestored;
    }

    private PlatformImage build(Target target, ImageFiles files, Considered considered, ImageBuilder.Log log)
            throws InterruptedException {
        ContentKey key = considered.key();
        Path directory = generated.fleet().directory();
        TargetName name = target.name();
        Path archive = output.path(files.archive());
        Map<String, String> buildArgs = new TreeMap<>(proxies);
        buildArgs.putAll(target.tag().buildArgs());
        long start = System.nanoTime();
        ImageBuilder.Built result = builder.build(
                new ImageBuilder.Request(
                        name,
                        files.platform(),
                        output.path(OutputPaths.dockerfile(name)),
                        new BuildContext.Folder(
                                directory.resolve(target.definition().contextDirectory())),
                        target.definition().build(),
                        directory,
                        buildArgs,
                        target.tag().labels(),
                        considered.namedContexts(target, files.platform(), directory),
                        archive,
                        store.pushReferences(name.image(), files.tags(key)),
                        registries,
                        settings.useCache(),
                        cache.of(name, files.platform(), settings.useCache())),
                log);
        result.cacheFailure().ifPresent(this::report);
        store.add(name.image(), files.tag(), result.digest(), archive);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        long size = output.size(files.archive())
                .orElseThrow(() -> new EnvironmentException(
                        Problem.error("cannot read " + files.archive() + ": it was removed during the build")
                                .withHint("run only one command at a time that removes files of dist")));
        Optional<Digest> content = needsArchive(name) ? output.digest(files.archive()) : Optional.empty();
        return new PlatformImage(result.digest(), keyAfterwards(target, key), size, content, time);
    }

    /** A build takes the files that are there when it starts, which may be others than those of the key. */
    private ContentKey keyAfterwards(Target target, ContentKey key) {
        if (!(key instanceof ContentKey.Known known) || keys.areContextsStill(known, target)) {
            return key;
        }
        String reason = "its build context changed during the last build";
        listener.on(
                new PipelineEvent.Noted(Problem.note("the files of " + target.name() + " changed while it was built")
                        .withHint("the next build builds it again")));
        return new ContentKey.Unknown(reason);
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
        records.write(record);
        return record;
    }

    private boolean isIndexed(BuildRecord last, SortedMap<Platform, PlatformImage> images) throws InterruptedException {
        return last.platforms().keySet().equals(images.keySet())
                && (images.size() == 1 || isStored(last.target(), last.target().tag(), last.digest()));
    }

    private boolean isStored(TargetName target, String tag, Digest digest) throws InterruptedException {
        return store.digestOf(target.image(), tag).equals(Optional.of(digest));
    }

    /** Removes archives for platforms that are not part of the last build. */
    private void removeOtherArchives(BuildRecord before, BuildRecord now) {
        List<Path> current = ImageFiles.archives(now);
        ImageFiles.archives(before).stream()
                .filter(file -> !current.contains(file))
                .forEach(output::remove);
    }

    @Override
    public Optional<Platform> builder() {
        return Optional.of(builder.platform());
    }

    /** Removes archives if they are not kept, and images without a target. */
    @Override
    public void finish() {
        baseDigests.store();
        keepHashes();
        if (!generated.fleet().settings().keepArchives()) {
            built.values().forEach(record -> ImageFiles.archives(record).forEach(output::remove));
        }
        store.retain(generated.fleet().targets().values().stream()
                .flatMap(this::storedNames)
                .collect(Collectors.toSet()));
    }

    /** The next run reads the files again if this fails. */
    private void keepHashes() {
        try {
            keys.keepHashes();
        } catch (IOException failure) {
            listener.on(new PipelineEvent.Noted(
                    Problem.note("the hashes of build contexts cannot be kept: " + FailureReason.of(failure))
                            .withHint("the next build reads all files again; check the free space of the user's cache"
                                    + " directory")));
        }
    }

    /** Returns the names of a target's images, also for platforms of other builds. */
    private Stream<String> storedNames(Target target) {
        TargetName name = target.name();
        Set<Platform> others = settings.platforms().isEmpty()
                ? Set.of()
                : generated.graph().dependenciesOf(name).byPlatform().keySet();
        return Stream.concat(
                Stream.of(name.toString()),
                Stream.concat(target.definition().platforms().stream(), others.stream())
                        .map(platform -> name.image() + ":" + new ImageFiles(name, platform, false).tag()));
    }

    private boolean needsArchive(TargetName target) {
        return generated.fleet().settings().keepArchives() || archives.contains(target);
    }

    /** Looks up the image only if the decision depends on it. */
    private final class Whereabouts implements BuildDecider.Whereabouts {

        private final ImageFiles files;

        Whereabouts(ImageFiles files) {
            this.files = files;
        }

        @Override
        public Path archive() {
            return files.archive();
        }

        @Override
        public boolean isArchived(PlatformImage image) {
            return records.hasArchive(image, files.archive());
        }

        @Override
        public boolean isIntact(PlatformImage image) {
            return records.isIntact(image, files.archive());
        }

        @Override
        public boolean needsArchive() {
            return TargetBuilder.this.needsArchive(files.target());
        }

        @Override
        public boolean readsArchive() {
            return archives.contains(files.target());
        }

        @Override
        public boolean isStored(PlatformImage image) throws InterruptedException {
            return TargetBuilder.this.isStored(files.target(), files.tag(), image.digest());
        }
    }
}
