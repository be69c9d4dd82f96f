package dev.imagemanager.cli.tools;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.pipeline.tools.ToolInstaller;
import dev.imagemanager.pipeline.tools.ToolStore;
import dev.imagemanager.pipeline.tools.ToolStore.Installation;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "install",
        description = "Download the pinned versions of tools, verify them and install them in the user's cache.")
public final class ToolsInstallCommand implements Callable<Integer> {

    @ParentCommand
    ToolsCommand parent;

    @Mixin
    HelpOption help;

    @Parameters(
            paramLabel = "TOOL",
            arity = "0..*",
            description = "A tool from 'tools list'. Default: all missing tools.")
    List<String> names = new ArrayList<>();

    private final ToolInstaller installer;
    private final Console console;
    private final ProblemPrinter problemPrinter;

    @Inject
    ToolsInstallCommand(ToolInstaller installer, Console console, ProblemPrinter problemPrinter) {
        this.installer = installer;
        this.console = console;
        this.problemPrinter = problemPrinter;
    }

    @Override
    public Integer call() throws InterruptedException {
        ToolInstaller.Report report = installer.install(parent.program.directory(), names, new Progress());
        for (Installation installation : report.installations()) {
            console.result(installation.packageName() + " " + installation.version()
                    + (installation.wasThere() ? " is already installed in " : " is installed in ")
                    + installation.directory() + ": " + String.join(", ", installation.tools()));
        }
        if (report.installations().isEmpty() && report.failures().isEmpty()) {
            console.result("All tools are installed");
        }
        problemPrinter.print(report.failures());
        return (report.failures().isEmpty() ? ExitCode.OK : ExitCode.ENVIRONMENT).number();
    }

    private final class Progress implements ToolStore.Listener {

        @Override
        public void downloading(String packageName, String version, URI address) {
            console.message("downloading " + packageName + " " + version + " from " + address);
        }

        @Override
        public void waiting(String packageName) {
            console.message("waiting for another image-manager that installs " + packageName);
        }
    }
}
