package dev.imagemanager.cli.run;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.console.ProgressPrinter;
import dev.imagemanager.cli.option.ChangedSinceOption;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.TargetSelector;
import dev.imagemanager.pipeline.build.BuildSteps;
import dev.imagemanager.pipeline.diff.ChangedTargets;
import dev.imagemanager.pipeline.generate.TargetFilter;
import dev.imagemanager.pipeline.run.FleetRunner;
import dev.imagemanager.pipeline.run.PlanReport;
import dev.imagemanager.pipeline.run.RunRequest;
import dev.imagemanager.pipeline.sbom.SbomSettings;
import dev.imagemanager.pipeline.sbom.SbomSteps;
import dev.imagemanager.pipeline.step.Explanation;
import dev.imagemanager.pipeline.test.TestSteps;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;

/** Plans builds and tests without executing them, and prints the notes. */
@Singleton
public final class PlanExecutor {

    private final FleetRunner runner;
    private final BuildSteps buildSteps;
    private final TestSteps testSteps;
    private final SbomSteps sbomSteps;
    private final ChangedTargets changed;
    private final PipelineListener listener;

    @Inject
    PlanExecutor(
            FleetRunner runner,
            BuildSteps buildSteps,
            TestSteps testSteps,
            SbomSteps sbomSteps,
            ChangedTargets changed,
            Console console,
            ProblemPrinter problemPrinter) {
        this.runner = runner;
        this.buildSteps = buildSteps;
        this.testSteps = testSteps;
        this.sbomSteps = sbomSteps;
        this.changed = changed;
        this.listener = new ProgressPrinter(console, problemPrinter, true);
    }

    PlanReport plan(
            Path directory, TargetSelector targets, ChangedSinceOption since, BuildOptions builds, TestOptions tests)
            throws InterruptedException {
        return runner.plan(request(directory, targets, since.filter(changed), builds, tests), listener);
    }

    List<Explanation> explain(Path directory, TargetSelector targets, BuildOptions builds, TestOptions tests)
            throws InterruptedException {
        return runner.explain(request(directory, targets, TargetFilter.all(), builds, tests), listener);
    }

    private RunRequest request(
            Path directory, TargetSelector targets, TargetFilter filter, BuildOptions builds, TestOptions tests) {
        return RunRequest.toPlan(
                directory,
                targets,
                filter,
                List.of(
                        buildSteps.with(builds.settings()),
                        testSteps.with(tests.settings(builds), buildSteps.archives()),
                        sbomSteps.with(new SbomSettings(builds.force, true))),
                1);
    }
}
