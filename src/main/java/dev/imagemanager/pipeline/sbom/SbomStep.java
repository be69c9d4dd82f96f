package dev.imagemanager.pipeline.sbom;

import dev.imagemanager.config.Environment;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.build.BuildRecords;
import dev.imagemanager.pipeline.build.BuildStep;
import dev.imagemanager.pipeline.build.CommitTimes;
import dev.imagemanager.pipeline.build.ImageStores;
import dev.imagemanager.pipeline.build.ImageTime;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.step.StepContext;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lists the packages in the built images of targets. */
public final class SbomStep implements Step {

    public static final Activity ACTIVITY =
            new Activity("sbom", "scanning", "sbom failed", "no sbom", "no sbom", "no sbom");

    private final SbomSettings settings;
    private final PackageScanner scanner;
    private final ImageStores stores;
    private final CommitTimes commitTimes;
    private final SealedDocuments documents;
    private final Environment environment;

    SbomStep(
            SbomSettings settings,
            PackageScanner scanner,
            ImageStores stores,
            CommitTimes commitTimes,
            SealedDocuments documents,
            Environment environment) {
        this.settings = settings;
        this.scanner = scanner;
        this.stores = stores;
        this.commitTimes = commitTimes;
        this.documents = documents;
        this.environment = environment;
    }

    @Override
    public Activity activity() {
        return ACTIVITY;
    }

    @Override
    public List<String> columns() {
        return List.of(SbomReport.COLUMN);
    }

    @Override
    public Set<ServiceName> services(Collection<Target> targets) {
        return EnumSet.of(ServiceName.REGISTRY);
    }

    @Override
    public Set<Activity> after() {
        return Set.of(BuildStep.ACTIVITY);
    }

    @Override
    public Set<Activity> afterOnParents() {
        return Set.of();
    }

    @Override
    public boolean isFor(Fleet fleet) {
        return !settings.isOptional() || fleet.settings().hasSboms();
    }

    @Override
    public List<Target> targets(GeneratedFleet fleet, Collection<TargetName> chosen) {
        return fleet.targets(chosen);
    }

    @Override
    public void check(GeneratedFleet fleet, Collection<Target> targets) {
        ImageTime.given(environment);
    }

    @Override
    public Planned plan(StepContext context, Collection<Target> targets, Map<Activity, Planned> before)
            throws InterruptedException {
        SbomInputs inputs = inputs(context);
        Map<TargetName, Set<TargetName>> order = new LinkedHashMap<>();
        targets.forEach(target -> order.put(target.name(), Set.of()));
        Optional<Planned> builds = Optional.ofNullable(before.get(BuildStep.ACTIVITY));
        Map<TargetName, SbomDecision> decisions = new ConcurrentHashMap<>();
        new Scheduler<>(order).runAll(target -> decisions.put(target, decide(inputs, target, builds)));
        return new PlannedSboms(inputs, List.copyOf(targets), decisions);
    }

    private static SbomDecision decide(SbomInputs inputs, TargetName target, Optional<Planned> builds)
            throws InterruptedException {
        Optional<Map<Platform, Digest>> images = inputs.built().images(target, builds);
        if (images.isPresent()) {
            return inputs.planner().decide(target, images.get());
        }
        return builds.isPresent() ? new SbomDecision.AfterBuild() : new SbomDecision.NotBuilt();
    }

    @Override
    public Execution open(StepContext context) throws InterruptedException {
        return plan(context, targets(context.fleet(), context.chosen()), Map.of())
                .open();
    }

    private SbomInputs inputs(StepContext context) {
        Fleet fleet = context.fleet().fleet();
        SbomRecords records = new SbomRecords(context.output(), documents);
        return new SbomInputs(
                context,
                new SbomPlanner(settings, scanner, records),
                records,
                new BuildRecords(context.output(), documents, context.listener()),
                scanner,
                stores,
                new ImageTime(
                        fleet.settings().sourceDate(),
                        environment,
                        commitTimes,
                        fleet.directory(),
                        context.listener()));
    }
}
