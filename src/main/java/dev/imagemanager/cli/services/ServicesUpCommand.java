package dev.imagemanager.cli.services;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.console.ProgressPrinter;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServicesUp;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "up", description = "Start the services that are not running yet, and show their status.")
public final class ServicesUpCommand implements Callable<Integer> {

    @ParentCommand
    ServicesCommand services;

    @Mixin
    HelpOption help;

    @Mixin
    OutputOption output;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "${COMPLETION-CANDIDATES}. Default: all.")
    List<ServiceName> names = new ArrayList<>();

    private final ServicesUp servicesUp;
    private final Console console;
    private final ProblemPrinter problemPrinter;

    @Inject
    ServicesUpCommand(ServicesUp servicesUp, Console console, ProblemPrinter problemPrinter) {
        this.servicesUp = servicesUp;
        this.console = console;
        this.problemPrinter = problemPrinter;
    }

    @Override
    public Integer call() throws InterruptedException {
        ServiceStatuses.print(
                servicesUp.up(services.directory(), names, new ProgressPrinter(console, problemPrinter, false)),
                output,
                console);
        return ExitCode.OK.number();
    }
}
