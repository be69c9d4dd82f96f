package dev.imagemanager.cli.services;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.pipeline.services.FleetServices;
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

    private final FleetServices fleetServices;
    private final Console console;

    @Inject
    ServicesStatusCommand(FleetServices fleetServices, Console console) {
        this.fleetServices = fleetServices;
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        ServiceStatuses.print(fleetServices.status(services.directory()), output, console);
        return ExitCode.OK.number();
    }
}
