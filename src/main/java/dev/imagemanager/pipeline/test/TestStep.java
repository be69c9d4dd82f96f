package dev.imagemanager.pipeline.test;

import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.output.GeneratedFile;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.build.BuildRecords;
import dev.imagemanager.pipeline.build.BuildStep;
import dev.imagemanager.pipeline.build.ImageArchives;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.step.StepContext;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tests the built images of targets that have tests. */
public final class TestStep implements Step {

    public static final Activity ACTIVITY =
            new Activity("test", "testing", "test failed", "not tested", "not tested", "no tests");

    /** The code of the reason of tests that failed the last time. */
    public static final String FAILED_BEFORE = "failed";

    private final TestSettings settings;
    private final ImageTester imageTester;
    private final TestMemory memory;
    private final SealedDocuments documents;
    private final ImageArchives archives;

    TestStep(
            TestSettings settings,
            ImageTester imageTester,
            TestMemory memory,
            SealedDocuments documents,
            ImageArchives archives) {
        this.settings = settings;
        this.imageTester = imageTester;
        this.memory = memory;
        this.documents = documents;
        this.archives = archives;
    }

    @Override
    public Activity activity() {
        return ACTIVITY;
    }

    @Override
    public List<String> columns() {
        return List.of(TestReport.COLUMN);
    }

    @Override
    public Set<ServiceName> services(Collection<Target> targets) {
        return EnumSet.of(ServiceName.DIND);
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
    public List<Target> targets(GeneratedFleet fleet, Collection<TargetName> chosen) {
        return fleet.targets(chosen).stream()
                .filter(target -> target.tag().test().isPresent())
                .toList();
    }

    @Override
    public void check(GeneratedFleet fleet, Collection<Target> targets) {
        Problems problems = new Problems();
        for (Target target : targets) {
            Path file = OutputPaths.test(target.name());
            GeneratedFile test = fleet.rendered().get(target.name()).files().get(file);
            problems.addAll(imageTester.check(file, test.content()));
        }
        problems.throwIfAny();
    }

    @Override
    public Planned plan(StepContext context, Collection<Target> targets, Map<Activity, Planned> before)
            throws InterruptedException {
        TestInputs inputs = inputs(context);
        Map<TargetName, Target> named = new LinkedHashMap<>();
        targets.forEach(target -> named.put(target.name(), target));
        Map<TargetName, Set<TargetName>> order = new LinkedHashMap<>();
        named.keySet().forEach(target -> order.put(target, Set.of()));
        Optional<Planned> builds = Optional.ofNullable(before.get(BuildStep.ACTIVITY));
        Map<TargetName, TestDecision> decisions = new ConcurrentHashMap<>();
        new Scheduler<>(order).runAll(target -> decisions.put(target, decide(inputs, named.get(target), builds)));
        return new PlannedTests(inputs, List.copyOf(targets), decisions);
    }

    private TestDecision decide(TestInputs inputs, Target target, Optional<Planned> builds)
            throws InterruptedException {
        Optional<Map<Platform, Digest>> images = inputs.built().images(target.name(), builds);
        if (images.isPresent()) {
            return inputs.planner().decide(target, images.get());
        }
        return builds.isPresent() ? new TestDecision.AfterBuild() : new TestDecision.NotBuilt();
    }

    @Override
    public Execution open(StepContext context) throws InterruptedException {
        return plan(context, targets(context.fleet(), context.chosen()), Map.of())
                .open();
    }

    private TestInputs inputs(StepContext context) {
        TestRecords records = new TestRecords(context.output(), documents);
        RememberedTests remembered = new RememberedTests(memory, context);
        return new TestInputs(
                context,
                new TestPlanner(settings, new TestKeys(context.fleet(), imageTester), records, remembered),
                records,
                remembered,
                new BuildRecords(context.output(), documents, context.listener()),
                archives,
                new LazyTester(imageTester, context));
    }
}
