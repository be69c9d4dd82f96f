package dev.imagemanager.cli.services;

import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.Program;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "services",
        description = {
            "Show, start and stop the services that builds and tests need: registry, garage, buildkitd and dind.",
            "'build', 'test' and 'run' start missing services automatically."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServicesUpCommand.class,
            ServicesDownCommand.class,
            ServicesStatusCommand.class,
            ServicesLogsCommand.class
        })
public final class ServicesCommand implements Runnable {

    @ParentCommand
    Program program;

    @Spec
    CommandSpec spec;

    @Mixin
    HelpOption help;

    Path directory() {
        return program.directory();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: up, down, status or logs");
    }
}
