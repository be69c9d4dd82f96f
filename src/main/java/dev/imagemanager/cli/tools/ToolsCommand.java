package dev.imagemanager.cli.tools;

import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.Program;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "tools",
        description = "Show and install the programs that image-manager calls.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ToolsListCommand.class, ToolsInstallCommand.class})
public final class ToolsCommand implements Runnable {

    @ParentCommand
    Program program;

    @Spec
    CommandSpec spec;

    @Mixin
    HelpOption help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: list or install");
    }
}
