package dev.imagemanager.cli.services;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceLogs;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "logs", description = "Show the log of a service that image-manager started.")
public final class ServicesLogsCommand implements Callable<Integer> {

    @ParentCommand
    ServicesCommand services;

    @Mixin
    HelpOption help;

    @Parameters(paramLabel = "NAME", description = "${COMPLETION-CANDIDATES}.")
    ServiceName name;

    @Option(
            names = {"-f", "--follow"},
            description = "Continue with new output until Ctrl-C.")
    boolean follow;

    private final ServiceLogs logs;
    private final Console console;

    @Inject
    ServicesLogsCommand(ServiceLogs logs, Console console) {
        this.logs = logs;
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        logs.read(services.directory(), name, follow, line -> {
            console.result(line);
            return console.hasReader();
        });
        return ExitCode.OK.number();
    }
}
