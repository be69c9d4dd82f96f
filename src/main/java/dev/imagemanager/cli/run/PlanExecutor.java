package dev.imagemanager.cli.run;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.console.ProgressPrinter;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.TargetSelector;
import dev.imagemanager.pipeline.build.BuildSteps;
import dev.imagemanager.pipeline.run.FleetRunner;
import dev.imagemanager.pipeline.run.PlanReport;
import dev.imagemanager.pipeline.run.RunRequest;
import dev.imagemanager.pipeline.step.Explanation;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;

/** Plans builds without executing them, and prints the notes. */
@Singleton
public final class PlanExecutor {

    private final FleetRunner runner;
    private final BuildSteps buildSteps;
    private final PipelineListener listener;

    @Inject
    PlanExecutor(FleetRunner runner, BuildSteps buildSteps, Console console, ProblemPrinter problemPrinter) {
        this.runner = runner;
        this.buildSteps = buildSteps;
        this.listener = new ProgressPrinter(console, problemPrinter, true);
    }

    PlanReport plan(Path directory, TargetSelector targets, BuildOptions options) throws InterruptedException {
        return runner.plan(request(directory, targets, options), listener);
    }

    List<Explanation> explain(Path directory, TargetSelector targets, BuildOptions options)
            throws InterruptedException {
        return runner.explain(request(directory, targets, options), listener);
    }

    /** Nothing is run, so the number of jobs does not matter. */
    private RunRequest request(Path directory, TargetSelector targets, BuildOptions options) {
        return new RunRequest(directory, targets, List.of(buildSteps.with(options.settings())), 1, false);
    }
}
