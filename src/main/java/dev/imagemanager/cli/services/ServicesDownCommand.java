package dev.imagemanager.cli.services;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServicesDown;
import dev.imagemanager.pipeline.services.ServicesDown.Stopped;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "down",
        description = "Stop the services that image-manager started for this fleet."
                + " Images and caches are kept unless '--volumes' is given.")
public final class ServicesDownCommand implements Callable<Integer> {

    @ParentCommand
    ServicesCommand services;

    @Mixin
    HelpOption help;

    @Option(
            names = "--volumes",
            description =
                    "Also remove their data: images, caches, keys and logs. Includes services that are not running.")
    boolean volumes;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "${COMPLETION-CANDIDATES}. Default: all.")
    List<ServiceName> names = new ArrayList<>();

    private final ServicesDown servicesDown;
    private final Console console;
    private final ProblemPrinter problemPrinter;

    @Inject
    ServicesDownCommand(ServicesDown servicesDown, Console console, ProblemPrinter problemPrinter) {
        this.servicesDown = servicesDown;
        this.console = console;
        this.problemPrinter = problemPrinter;
    }

    @Override
    public Integer call() throws InterruptedException {
        Stopped result = servicesDown.down(services.directory(), names, volumes, problemPrinter::print);
        result.stopped().forEach(name -> console.message("stopped " + name));
        result.emptied().forEach(name -> console.message("removed the data of " + name));
        if (result.stopped().isEmpty() && result.emptied().isEmpty()) {
            console.message("no services to stop");
        }
        return ExitCode.OK.number();
    }
}
