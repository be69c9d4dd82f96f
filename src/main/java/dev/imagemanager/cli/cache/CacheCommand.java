package dev.imagemanager.cli.cache;

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
        name = "cache",
        description = "Show and prune the layer cache that builds share.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CacheStatsCommand.class, CachePruneCommand.class})
public final class CacheCommand implements Runnable {

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
        throw new ParameterException(spec.commandLine(), "a command is missing: stats or prune");
    }
}
