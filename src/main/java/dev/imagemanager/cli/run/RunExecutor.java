package dev.imagemanager.cli.run;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.progress.Progress;
import dev.imagemanager.cli.progress.ProgressFactory;
import dev.imagemanager.cli.progress.RunEvents;
import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.pipeline.diff.ChangedTargets;
import dev.imagemanager.pipeline.generate.TargetFilter;
import dev.imagemanager.pipeline.run.FailedTargets;
import dev.imagemanager.pipeline.run.FleetRunner;
import dev.imagemanager.pipeline.run.RunReport;
import dev.imagemanager.pipeline.run.RunRequest;
import dev.imagemanager.pipeline.run.SavedPlan;
import dev.imagemanager.pipeline.step.Step;
import dev.imagemanager.problem.ImageManagerException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs steps on a fleet, and prints the progress and the result. */
@Singleton
public final class RunExecutor {

    private final FleetRunner runner;
    private final ChangedTargets changed;
    private final FailedTargets failed;
    private final Console console;
    private final ProgressFactory progressFactory;
    private final ReportFiles.Surroundings surroundings;

    @Inject
    RunExecutor(
            FleetRunner runner,
            ChangedTargets changed,
            FailedTargets failed,
            Console console,
            ProgressFactory progressFactory,
            SecretMask mask) {
        this.failed = failed;
        this.surroundings = new ReportFiles.Surroundings(System.getenv(), mask);
        this.runner = runner;
        this.changed = changed;
        this.console = console;
        this.progressFactory = progressFactory;
    }

    int execute(Path directory, RunOptions options, List<Step> steps) throws InterruptedException {
        return execute(directory, options, steps, Optional.empty());
    }

    /** @param saved the plan that must still hold */
    int execute(Path directory, RunOptions options, List<Step> steps, Optional<SavedPlan> saved)
            throws InterruptedException {
        TargetFilter filter = options.changedSince.filter(changed);
        RunRequest request = new RunRequest(
                directory,
                options.selector(),
                options.failed ? filter.and(failed.of(steps)) : filter,
                steps,
                options.jobCount(),
                options.failFast,
                options.timeLimit(),
                options.traceFile(),
                saved);
        options.reports.prepare(options.traceFile());
        RunReport report;
        RunEvents events;
        try (Progress progress = progressFactory.open(options.progress())) {
            events = new RunEvents(progress);
            report = run(request, options, events);
            progress.finished(report);
        }
        if (options.output.isJson()) {
            console.result(report.toJson());
        } else {
            ResultTable.lines(report, options.retryCommand()).forEach(console::result);
        }
        options.reports.write(report, events, directory, surroundings);
        return report.exitCode().number();
    }

    private RunReport run(RunRequest request, RunOptions options, RunEvents events) throws InterruptedException {
        try {
            return runner.run(request, events);
        } catch (ImageManagerException failure) {
            options.reports.write(failure, events, request.directory(), surroundings);
            throw failure;
        }
    }
}
