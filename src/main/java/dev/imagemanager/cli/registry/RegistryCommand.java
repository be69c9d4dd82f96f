package dev.imagemanager.cli.registry;

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
        name = "registry",
        description = "Show and clean up what the fleet has in registries.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RegistryListCommand.class, RegistryPruneCommand.class})
public final class RegistryCommand implements Runnable {

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
        throw new ParameterException(spec.commandLine(), "a command is missing: list or prune");
    }
}
