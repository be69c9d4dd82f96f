package dev.imagemanager.pipeline.build;

import dev.imagemanager.config.Rebuild;
import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.graph.BuilderPlatforms;
import dev.imagemanager.model.NamedContext;
import dev.imagemanager.model.PlatformTags;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.TimeLimit;
import dev.imagemanager.model.settings.PublishSettings.Attestation;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.MemoryTrust;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.build.BuildRecord.PlatformImage;
import dev.imagemanager.pipeline.build.ImageBuilder.BuildFailedException;
import dev.imagemanager.pipeline.build.ImageBuilder.EntitlementException;
import dev.imagemanager.pipeline.cache.BuildCache;
import dev.imagemanager.pipeline.context.ContextFolder;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.pipeline.step.Outcome;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.step.StepContext;
import dev.imagemanager.pipeline.step.TimeLimitException;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageAnnotations;
import dev.imagemanager.reference.Platform;
import dev.imagemanager.rendering.DockerfileOrigin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Executes the plan of a build. Parents must be built first. Safe for use by several threads. */
final class TargetBuilder implements Step.Execution {

    private final StepContext context;
    private final GeneratedFleet generated;
    private final PipelineListener listener;
    private final SecretMask mask;
    private final BuildSettings settings;
    private final TargetPlanner planner;
    private final BuildPlan plan;
    private final Builders builders;
    private final ImageStore store;
    private final MemoryTrust trust;
    private final List<Registry> registries;
    private final ContentKeys keys;
    private final BaseDigests baseDigests;
    private final ImageTime imageTime;
    private final OutputDirectory output;
    private final BuildRecords records;
    private final KeptInputs kept;
    private final SentContexts sentContexts;
    private final Map<String, String> proxies;
    private final AtomicInteger begun = new AtomicInteger();

    /** The targets that were begun, numbered. */
    private final Map<TargetName, Integer> order = new ConcurrentHashMap<>();

    private final AtomicBoolean isChanged = new AtomicBoolean();

    /** The archives that the builder wrote. */
    private final Set<Path> written = ConcurrentHashMap.newKeySet();

    private final Map<TargetName, Map<Platform, Digest>> images = new ConcurrentHashMap<>();

    /** The remembered images that already have the name of their target. */
    private final Set<Named> named = ConcurrentHashMap.newKeySet();

    private record Named(ImageFiles files, Digest image) {}

    TargetBuilder(BuildInputs inputs, TargetPlanner planner, BuildPlan plan, ContentKeys keys) {
        this.context = inputs.context();
        this.generated = context.fleet();
        this.listener = context.listener();
        this.mask = context.mask();
        this.output = context.output();
        this.settings = inputs.settings();
        this.planner = planner;
        this.plan = plan;
        this.keys = keys;
        this.builders = inputs.builders();
        this.store = inputs.store();
        this.trust = inputs.trust();
        this.registries = inputs.registrySettings().registries();
        this.baseDigests = inputs.baseDigests();
        this.imageTime = inputs.imageTime();
        this.records = inputs.records();
        this.kept = new KeptInputs(output);
        this.sentContexts = new SentContexts(generated, output, inputs.contexts());
        this.proxies = ProxyArguments.from(inputs.environment(), note -> listener.on(new PipelineEvent.Noted(note)));
    }

    @Override
    public boolean hasWork(Target target) {
        return plan.hasWork(target);
    }

    @Override
    public Outcome run(Target target) throws InterruptedException {
        order.put(target.name(), begun.incrementAndGet());
        DockerfileOrigin origin =
                new DockerfileOrigin(generated.fleet(), generated.rendered().get(target.name()));
        try {
            BuildReport report = build(target, origin);
            return new Outcome.Succeeded(report.upToDate(), report.summary(), report);
        } catch (BuildFailedException failure) {
            return BuildFailures.outcome(target.name(), failure, origin);
        } catch (TimeLimitException tooSlow) {
            return BuildFailures.outcome(target, limit(target), tooSlow);
        } catch (EntitlementException refused) {
            return BuildFailures.outcome(
                    target,
                    generated.rendered().get(target.name()),
                    generated.fleet().settings().isTrusted(),
                    refused.entitlement(),
                    origin);
        } catch (EnvironmentException failure) {
            throw new EnvironmentException(origin.explain(failure.problems().get(0)), failure);
        }
    }

    private TimeLimit limit(Target target) {
        return context.limit(target.definition().limits().build());
    }

    private BuildReport build(Target target, DockerfileOrigin origin) throws InterruptedException {
        TargetName name = target.name();
        TargetPlan planned = plan.of(target);
        if (!planner.isFor(planned, images)) {
            planned = planner.plan(target, images);
        }
        Optional<BuildRecord> last = planned.last();
        SortedMap<Platform, PlatformImage> result = new TreeMap<>();
        List<TargetPlan.ForPlatform> toBuild = new ArrayList<>();
        SortedMap<Platform, String> builtBy = new ConcurrentSkipListMap<>();
        boolean remembered = false;
        try (BuildLog log = new BuildLog(output, name, listener, mask, origin)) {
            planned.keyUnknown().ifPresent(reason -> tellWhyAlwaysBuilt(reason, log));
            for (TargetPlan.ForPlatform ofPlatform : planned.platforms().values()) {
                Optional<PlatformImage> kept = keep(ofPlatform.decision(), ofPlatform.files());
                kept.ifPresentOrElse(
                        image -> result.put(ofPlatform.files().platform(), image), () -> toBuild.add(ofPlatform));
                remembered |= kept.isPresent() && ofPlatform.decision() instanceof BuildDecision.Remembered;
            }
            result.putAll(build(target, toBuild, log, builtBy));
        }
        boolean upToDate = toBuild.isEmpty();
        BuildRecord record = upToDate && !remembered && last.isPresent() && isIndexed(last.get(), result)
                ? last.get()
                : record(target, result);
        last.ifPresent(before -> removeOtherArchives(before, record));
        images.put(name, record.images());
        return new BuildReport(record, upToDate, remembered, planned.keyUnknown(), builtBy);
    }

    /**
     * Builds for platforms that have builders of their own at once, and otherwise one after another.
     *
     * @param builtBy receives the builders where there are several
     */
    private Map<Platform, PlatformImage> build(
            Target target, List<TargetPlan.ForPlatform> planned, BuildLog log, Map<Platform, String> builtBy)
            throws InterruptedException {
        Collection<List<TargetPlan.ForPlatform>> byBuilder = planned.stream()
                .collect(Collectors.groupingBy(
                        ofPlatform -> builders.of(ofPlatform.files().platform())))
                .values();
        boolean isOne = byBuilder.size() <= 1;
        Map<Platform, PlatformImage> images = new ConcurrentHashMap<>();
        Scheduler.Work<List<TargetPlan.ForPlatform>> work = ofBuilder -> {
            for (TargetPlan.ForPlatform ofPlatform : ofBuilder) {
                Platform platform = ofPlatform.files().platform();
                images.put(platform, build(target, ofPlatform, isOne ? log : log.ofPlatform(platform), builtBy));
            }
        };
        if (isOne) {
            work.run(planned);
        } else {
            Scheduler.ofIndependent(byBuilder).runAll(work);
        }
        return images;
    }

    private void tellWhyAlwaysBuilt(String reason, BuildLog log) {
        String line = "always built: " + reason;
        if (baseDigests.hasNoted(reason)) {
            log.add(line);
        } else {
            log.warn(line);
        }
    }

    /** Returns the named contexts of a target: its own, and those that replace parents in the Dockerfile. */
    private Map<String, BuildContext> namedContexts(
            Target target, TargetPlan.ForPlatform planned, Path directory, Map<String, String> contents) {
        Map<String, BuildContext> contexts = new TreeMap<>();
        target.tag().contexts().forEach((name, context) -> {
            if (generated.fleet().find(context).isEmpty()) {
                contexts.put(name, source(context, directory, contents.get(name)));
            }
        });
        contexts.putAll(
                ParentImage.contexts(planned.parents().images(), planned.files().platform()));
        return contexts;
    }

    private static BuildContext source(NamedContext context, Path directory, String content) {
        return context instanceof NamedContext.Image image
                ? new BuildContext.Image(image.reference())
                : new BuildContext.Folder(directory.resolve(((NamedContext.Folder) context).path()), content);
    }

    /** @return the existing image, if nothing has to be built */
    private Optional<PlatformImage> keep(BuildDecision decision, ImageFiles files) throws InterruptedException {
        if (decision instanceof BuildDecision.Remembered remembered) {
            use(remembered.existing(), files);
        }
        if (decision instanceof BuildDecision.Restore restore && !restored(restore, files)) {
            return Optional.empty();
        }
        return decision.image();
    }

    /** The name may stand for an image of another branch. */
    private void use(PlatformImage image, ImageFiles files) throws InterruptedException {
        if (!named.contains(new Named(files, image.digest()))) {
            store.tag(files.target().image(), files.tag(), image.digest());
        }
    }

    private boolean restored(BuildDecision.Restore restore, ImageFiles files) throws InterruptedException {
        PlatformImage image = restore.existing();
        boolean isRestored =
                store.restore(files.target().image(), files.tag(), image.digest(), output.path(restore.archive()));
        if (isRestored) {
            accept(files, image.key(), image.digest());
            listener.on(new PipelineEvent.Noted(Problem.note(files.target() + " was restored from " + restore.archive()
                    + ": the image store did not have it under this name")));
        }
        return isRestored;
    }

    private PlatformImage build(
            Target target, TargetPlan.ForPlatform planned, ImageBuilder.Log log, Map<Platform, String> builtBy)
            throws InterruptedException {
        ContentKey key = planned.key().ofBuild();
        ImageFiles files = planned.files();
        Path directory = generated.fleet().directory();
        TargetName name = target.name();
        Map<String, String> buildArgs = new TreeMap<>(proxies);
        buildArgs.putAll(target.tag().buildArgs());
        imageTime.argument(target).ifPresent(seconds -> buildArgs.put(ImageTime.NAME, seconds));
        Optional<Path> archive = store.readsArchives() ? Optional.of(output.path(files.archive())) : Optional.empty();
        LazyBuilder.Connected builder = builders.of(files.platform()).connected();
        BuildCache cache = builder.cache();
        Map<String, String> contents = keys.contents(target);
        boolean takesSteps = settings.useCache() && target.definition().build().rebuild() != Rebuild.ALWAYS;
        long start = System.nanoTime();
        ImageBuilder.Built result = builder.builder()
                .build(
                        new ImageBuilder.Request(
                                name,
                                files.platform(),
                                output.path(OutputPaths.dockerfile(name)),
                                sentContexts.of(
                                        target,
                                        generated.rendered().get(name).dockerignore(),
                                        contents.get(ContextFolder.OWN)),
                                target.definition().build(),
                                directory,
                                buildArgs,
                                target.tag().labels(),
                                namedContexts(target, planned, directory, contents),
                                archive,
                                store.pushReferences(name.image(), List.of(files.tag())),
                                registries,
                                takesSteps,
                                cache.of(name, files.platform(), takesSteps),
                                limit(target).time(),
                                generated.fleet().settings().publishing().attests(Attestation.PROVENANCE),
                                order.get(name)),
                        log);
        result.cacheFailure().ifPresent(failure -> report(failure, cache));
        result.builder().ifPresent(address -> builtBy.put(files.platform(), address));
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        Optional<ArchiveContent> content = Optional.empty();
        if (archive.isPresent()) {
            content = Optional.of(contentOf(files.archive()));
            written.add(files.archive());
            store.add(name.image(), files.tag(), result.digest(), archive.get());
        }
        ContentKey certain = keyAfterwards(target, key);
        long size = accept(files, certain, result.digest());
        return new PlatformImage(result.digest(), certain, size, content, Optional.of(time), result.provenance());
    }

    /** @return the size of the image */
    private long accept(ImageFiles files, ContentKey key, Digest image) throws InterruptedException {
        Optional<String> keyTag = key instanceof ContentKey.Known known ? Optional.of(known.tag()) : Optional.empty();
        return store.accept(files.target().image(), keyTag, image, trust);
    }

    private ArchiveContent contentOf(Path archive) {
        return output.size(archive).stream()
                .boxed()
                .flatMap(size -> output.digest(archive).map(digest -> new ArchiveContent(size, digest)).stream())
                .findFirst()
                .orElseThrow(() -> new EnvironmentException(
                        Problem.error("cannot read " + archive + ": it was removed during the build")
                                .withHint("run only one command at a time that removes files of dist")));
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

    private static void report(ImageBuilder.CacheFailure failure, BuildCache cache) {
        if (failure.isIncomplete()) {
            cache.wasIncomplete(failure.reason(), failure.hint());
        } else {
            cache.failed(failure.reason(), failure.hint());
        }
    }

    private BuildRecord record(Target target, SortedMap<Platform, PlatformImage> result) throws InterruptedException {
        TargetName name = target.name();
        Digest digest = result.get(result.firstKey()).digest();
        if (result.size() > 1) {
            digest = store.putIndex(
                    name.image(),
                    settings.tag(name),
                    BuildRecord.digests(result),
                    ImageAnnotations.of(target.tag().labels()));
        }
        BuildRecord record = new BuildRecord(
                name, digest, result, builders.of(result.firstKey()).identity().version());
        keys.texts(target).forEach(kept::keep);
        records.write(record);
        isChanged.set(true);
        return record;
    }

    private void removeOldInputs() {
        Set<String> used = new HashSet<>();
        for (TargetName name : generated.fleet().targets().keySet()) {
            records.read(name).stream()
                    .flatMap(record -> record.platforms().values().stream())
                    .forEach(image -> used.addAll(image.key().components().values()));
        }
        kept.retain(used);
    }

    private boolean isIndexed(BuildRecord last, SortedMap<Platform, PlatformImage> result) throws InterruptedException {
        return last.platforms().keySet().equals(result.keySet())
                && (result.size() == 1 || isStored(last.target(), settings.tag(last.target()), last.digest()));
    }

    private boolean isStored(TargetName target, String tag, Digest digest) throws InterruptedException {
        return store.has(target.image(), tag, digest);
    }

    /** Removes archives for platforms that are not part of the last build. */
    private void removeOtherArchives(BuildRecord before, BuildRecord now) {
        List<Path> current = ImageFiles.archives(now);
        ImageFiles.archives(before).stream()
                .filter(file -> !current.contains(file))
                .forEach(output::remove);
    }

    @Override
    public OptionalInt places() {
        return builders.places(plan.platformsToBuild());
    }

    @Override
    public Optional<BuilderPlatforms> builders() {
        return Optional.of(builders.identities().platforms());
    }

    /** Removes images without a target, and archives that nobody keeps. */
    @Override
    public void finish() {
        sentContexts.clear();
        if (!generated.fleet().settings().keepArchives()) {
            written.forEach(output::remove);
        }
        keepWhatWasLearned();
        if (isChanged.get()) {
            removeOldInputs();
        }
        store.retain(generated.fleet().targets().values().stream()
                .flatMap(this::storedNames)
                .collect(Collectors.toSet()));
    }

    /** Removes what a killed run left, keeps what planning learned, and asks for the names of all remembered images at once. */
    void prepare() throws InterruptedException {
        sentContexts.clear();
        keepWhatWasLearned();
        Scheduler.ofIndependent(remembered()).runAll(remembered -> {
            ImageFiles files = remembered.files();
            if (store.has(files.target().image(), files.tag(), remembered.image())) {
                named.add(remembered);
            }
        });
    }

    private List<Named> remembered() {
        return plan.platforms()
                .filter(planned -> planned.decision() instanceof BuildDecision.Remembered)
                .flatMap(planned ->
                        planned.decision().digest().map(digest -> new Named(planned.files(), digest)).stream())
                .toList();
    }

    /** Keeps digests of bases and hashes of contexts, also for the run after one that is interrupted. */
    private void keepWhatWasLearned() {
        baseDigests.store();
        keepHashes();
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
        Stream<String> tags = Stream.of(name.tag(), settings.tag(name)).distinct();
        return tags.flatMap(tag -> Stream.concat(
                Stream.of(name.image() + ":" + tag),
                Stream.concat(target.definition().platforms().stream(), others.stream())
                        .map(platform -> name.image() + ":" + PlatformTags.of(tag, platform))));
    }
}
