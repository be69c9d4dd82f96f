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
import dev.imagemanager.pipeline.step.Explanation;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Plans builds without executing them, and prints the notes. */
@Singleton
public final class PlanExecutor {

    private final FleetRunner runner;
    private final BuildSteps buildSteps;
    private final ChangedTargets changed;
    private final PipelineListener listener;

    @Inject
    PlanExecutor(
            FleetRunner runner,
            BuildSteps buildSteps,
            ChangedTargets changed,
            Console console,
            ProblemPrinter problemPrinter) {
        this.runner = runner;
        this.buildSteps = buildSteps;
        this.changed = changed;
        this.listener = new ProgressPrinter(console, problemPrinter, true);
    }

    PlanReport plan(Path directory, TargetSelector targets, ChangedSinceOption since, BuildOptions options)
            throws InterruptedException {
        return runner.plan(request(directory, targets, since.filter(changed), options), listener);
    }

    List<Explanation> explain(Path directory, TargetSelector targets, BuildOptions options)
            throws InterruptedException {
        return runner.explain(request(directory, targets, TargetFilter.all(), options), listener);
    }

    /** Nothing is run, so the number of jobs does not matter. */
    private RunRequest request(Path directory, TargetSelector targets, TargetFilter filter, BuildOptions options) {
        return new RunRequest(
                directory,
                targets,
                filter,
                List.of(buildSteps.with(options.settings())),
                1,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
