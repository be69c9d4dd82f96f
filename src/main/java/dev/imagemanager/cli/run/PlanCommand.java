package dev.imagemanager.cli.run;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.console.ProgressPrinter;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.cli.option.ReportFormat;
import dev.imagemanager.cli.option.TargetOptions;
import dev.imagemanager.pipeline.build.BuildSteps;
import dev.imagemanager.pipeline.run.FleetRunner;
import dev.imagemanager.pipeline.run.PlanReport;
import dev.imagemanager.pipeline.run.RunRequest;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "plan",
        description =
                "Show what 'build' would do and why: what is up to date, and what is built. Changes nothing and starts nothing.")
public final class PlanCommand implements Callable<Integer> {

    @ParentCommand
    Program program;

    @Mixin
    HelpOption help;

    @Mixin
    TargetOptions targets;

    @Mixin
    BuildOptions buildOptions;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json or markdown, for a pull request comment. Default: text.")
    ReportFormat format;

    @Option(names = "--exit-code", description = "Exit with 1 when something is to do.")
    boolean exitCode;

    private final FleetRunner runner;
    private final BuildSteps buildSteps;
    private final Console console;
    private final ProblemPrinter problemPrinter;

    @Inject
    PlanCommand(FleetRunner runner, BuildSteps buildSteps, Console console, ProblemPrinter problemPrinter) {
        this.runner = runner;
        this.buildSteps = buildSteps;
        this.console = console;
        this.problemPrinter = problemPrinter;
    }

    @Override
    public Integer call() throws InterruptedException {
        RunRequest request = new RunRequest(
                program.directory(), targets.selector(), List.of(buildSteps.with(buildOptions.settings())), 1, false);
        PlanReport plan = runner.plan(request, new ProgressPrinter(console, problemPrinter, true));
        switch (format) {
            case json -> console.result(plan.toJson());
            case markdown -> console.resultText(PlanTable.markdown(plan));
            case text -> PlanTable.lines(plan).forEach(console::result);
        }
        return (exitCode && !plan.isEmpty() ? ExitCode.FAILED : ExitCode.OK).number();
    }
}
