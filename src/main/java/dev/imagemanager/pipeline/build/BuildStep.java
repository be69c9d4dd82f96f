package dev.imagemanager.pipeline.build;

import dev.imagemanager.config.Environment;
import dev.imagemanager.config.PlatformDoubts;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.MemoryTrust;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.cache.LayerCache;
import dev.imagemanager.pipeline.context.BuildContexts;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.services.Provided;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.step.StepContext;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Platform;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Builds targets and what they build on, in the order of their dependencies. */
public final class BuildStep implements Step {

    public static final Activity ACTIVITY =
            new Activity("build", "building", "build failed", "build failed", "not built", "not built");

    private final BuildSettings settings;
    private final Set<Activity> alsoAfterOnParents;
    private final ImageBuilder imageBuilder;
    private final ImageStores stores;
    private final BaseImageResolver baseImages;
    private final RemoteFiles remoteFiles;
    private final RemoteRepositories remoteRepositories;
    private final CommitTimes commitTimes;
    private final LayerCache layerCache;
    private final SealedDocuments documents;
    private final Environment environment;

    BuildStep(
            BuildSettings settings,
            Set<Activity> alsoAfterOnParents,
            ImageBuilder imageBuilder,
            ImageStores stores,
            BaseImageResolver baseImages,
            RemoteFiles remoteFiles,
            RemoteRepositories remoteRepositories,
            CommitTimes commitTimes,
            LayerCache layerCache,
            SealedDocuments documents,
            Environment environment) {
        this.settings = settings;
        this.alsoAfterOnParents = Set.copyOf(alsoAfterOnParents);
        this.imageBuilder = imageBuilder;
        this.stores = stores;
        this.baseImages = baseImages;
        this.remoteFiles = remoteFiles;
        this.remoteRepositories = remoteRepositories;
        this.commitTimes = commitTimes;
        this.layerCache = layerCache;
        this.documents = documents;
        this.environment = environment;
    }

    @Override
    public Activity activity() {
        return ACTIVITY;
    }

    @Override
    public List<String> columns() {
        return BuildReport.COLUMNS;
    }

    @Override
    public Set<ServiceName> services(Collection<Target> targets) {
        Set<ServiceName> services = EnumSet.of(ServiceName.REGISTRY);
        services.addAll(Builders.SERVICES);
        return services;
    }

    @Override
    public Set<Activity> after() {
        return Set.of();
    }

    @Override
    public Set<Activity> afterOnParents() {
        Set<Activity> activities = new HashSet<>(alsoAfterOnParents);
        activities.add(ACTIVITY);
        return activities;
    }

    @Override
    public List<Target> targets(GeneratedFleet fleet, Collection<TargetName> chosen) {
        return fleet.targets(fleet.graph().withAncestors(chosen));
    }

    @Override
    public List<Platform> platforms() {
        return settings.platforms();
    }

    @Override
    public void check(GeneratedFleet fleet, Collection<Target> targets) {
        BuildSecrets.require(targets, fleet.fleet().directory(), environment);
        settings.snapshot()
                .ifPresent(snapshot -> snapshot.check(
                        fleet.fleet(), targets.stream().map(Target::name).toList()));
        ImageTime.given(environment);
    }

    @Override
    public Planned plan(StepContext context, Collection<Target> targets, Map<Activity, Planned> before)
            throws InterruptedException {
        notePlatforms(targets, context.listener());
        return PlannedBuild.of(inputs(context), List.copyOf(targets));
    }

    private void notePlatforms(Collection<Target> targets, PipelineListener listener) {
        Stream<Platform> platforms = settings.platforms().isEmpty()
                ? targets.stream().flatMap(target -> target.definition().platforms().stream())
                : settings.platforms().stream();
        platforms
                .distinct()
                .flatMap(platform -> PlatformDoubts.about(platform).stream())
                .forEach(note -> listener.on(new PipelineEvent.Noted(note)));
    }

    @Override
    public Execution open(StepContext context) throws InterruptedException {
        GeneratedFleet fleet = context.fleet();
        return plan(context, targets(fleet, context.chosen()), Map.of()).open();
    }

    private ImageStore open(StepContext context, Fleet fleet, Provided provided) throws InterruptedException {
        Optional<Registry> registry = provided.registry();
        if (context.services().starts()) {
            return stores.open(fleet.directory(), registry);
        }
        if (registry.isEmpty() && !fleet.settings().isSwitchedOff(ServiceName.REGISTRY)) {
            return unknownStore(context, "the build registry is not running");
        }
        if (registry.isEmpty() && !context.output().contains(OutputPaths.IMAGE_STORE.resolve("index.json"))) {
            return new UnknownStore();
        }
        try {
            return stores.open(fleet.directory(), registry);
        } catch (EnvironmentException unreachable) {
            return unknownStore(context, unreachable.problems().get(0).message());
        }
    }

    private static ImageStore unknownStore(StepContext context, String reason) {
        context.listener()
                .on(new PipelineEvent.Noted(Problem.note(reason)
                        .withHint("it is assumed to have what the last build pushed, and nothing else")));
        return new UnknownStore();
    }

    /** Connects to what deciding needs. */
    private BuildInputs inputs(StepContext context) throws InterruptedException {
        Fleet fleet = context.fleet().fleet();
        Provided provided = context.services().require(EnumSet.of(ServiceName.REGISTRY));
        FleetSettings registrySettings = provided.registrySettings(fleet.settings());
        return new BuildInputs(
                context,
                settings,
                registrySettings,
                open(context, fleet, provided),
                MemoryTrust.of(fleet.settings()),
                baseImages,
                new BaseDigests(
                        baseImages,
                        registrySettings,
                        context.output(),
                        documents,
                        context.listener(),
                        Clock.systemUTC()),
                new RemoteSources(
                        remoteFiles, remoteRepositories, fleet.settings().isTrusted()),
                BuildContexts.of(fleet.directory(), environment),
                new BuildRecords(context.output(), documents, context.listener()),
                Builders.of(
                        imageBuilder,
                        layerCache,
                        context.services(),
                        fleet,
                        new KnownBuilders(context.output(), documents),
                        context.jobs(),
                        context.listener()),
                new ImageTime(
                        fleet.settings().sourceDate(), environment, commitTimes, fleet.directory(), context.listener()),
                environment);
    }
}
