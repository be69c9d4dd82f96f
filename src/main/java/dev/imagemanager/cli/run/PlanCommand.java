package dev.imagemanager.cli.run;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.option.ChangedSinceOption;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.cli.option.ReportOption;
import dev.imagemanager.cli.option.TargetOptions;
import dev.imagemanager.pipeline.run.PlanReport;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "plan",
        description =
                "Show what 'run' would build and test, and why, and what is up to date. Changes nothing and starts nothing.")
public final class PlanCommand implements Callable<Integer> {

    @ParentCommand
    Program program;

    @Mixin
    HelpOption help;

    @Mixin
    TargetOptions targets;

    @Mixin
    ChangedSinceOption changedSince;

    @Mixin
    BuildOptions buildOptions;

    @Mixin
    TestOptions testOptions;

    @Mixin
    ReportOption output;

    @Option(names = "--exit-code", description = "Exit with 1 when something is to do.")
    boolean exitCode;

    private final PlanExecutor executor;
    private final Console console;

    @Inject
    PlanCommand(PlanExecutor executor, Console console) {
        this.executor = executor;
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        PlanReport plan =
                executor.plan(program.directory(), targets.selector(), changedSince, buildOptions, testOptions);
        switch (output.format()) {
            case json -> console.result(plan.toJson());
            case markdown -> console.resultText(PlanTable.markdown(plan));
            case text -> PlanTable.lines(plan).forEach(console::result);
        }
        return (exitCode && !plan.isEmpty() ? ExitCode.FAILED : ExitCode.OK).number();
    }
}
