package dev.imagemanager.cli.services;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.pipeline.services.ServicesStatus;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(name = "status", description = "Show the services, how they are run, and their addresses.")
public final class ServicesStatusCommand implements Callable<Integer> {

    @ParentCommand
    ServicesCommand services;

    @Mixin
    HelpOption help;

    @Mixin
    OutputOption output;

    private final ServicesStatus status;
    private final Console console;

    @Inject
    ServicesStatusCommand(ServicesStatus status, Console console) {
        this.status = status;
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        ServiceStatuses.print(status.of(services.directory()), output, console);
        return ExitCode.OK.number();
    }
}
