package dev.imagemanager.pipeline.test;

import dev.imagemanager.model.Target;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.output.GeneratedFile;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.SealedDocuments;
import dev.imagemanager.pipeline.build.ArchiveStep;
import dev.imagemanager.pipeline.build.BuildStep;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.step.Activity;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.pipeline.step.StepContext;
import dev.imagemanager.problem.Problems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Tests the built images of targets that have tests. */
@ApplicationScoped
public final class TestStep implements Step {

    public static final Activity ACTIVITY =
            new Activity("test", "testing", "test failed", "not tested", "not tested", "no tests");

    private final ImageTester imageTester;
    private final SealedDocuments documents;

    @Inject
    public TestStep(ImageTester imageTester, SealedDocuments documents) {
        this.imageTester = imageTester;
        this.documents = documents;
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
        return Set.of(BuildStep.ACTIVITY, ArchiveStep.ACTIVITY);
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
    public Execution open(StepContext context) throws InterruptedException {
        ImageTester.Tester tester = imageTester.connect(
                context.services().require(EnumSet.of(ServiceName.DIND)).requireDockerDaemon(),
                context.fleet().fleet().directory());
        return new TargetTester(context, tester, documents);
    }
}
