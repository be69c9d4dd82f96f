package dev.imagemanager.cli;

import dev.imagemanager.cli.cache.CacheCommand;
import dev.imagemanager.cli.completion.CompleteCommand;
import dev.imagemanager.cli.completion.CompletionCommand;
import dev.imagemanager.cli.definition.DiffCommand;
import dev.imagemanager.cli.definition.GenerateCommand;
import dev.imagemanager.cli.definition.GraphCommand;
import dev.imagemanager.cli.definition.ListCommand;
import dev.imagemanager.cli.definition.ValidateCommand;
import dev.imagemanager.cli.machine.CleanCommand;
import dev.imagemanager.cli.machine.DoctorCommand;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.cli.packages.PackagesCommand;
import dev.imagemanager.cli.publish.ManifestCommand;
import dev.imagemanager.cli.publish.PublishCommand;
import dev.imagemanager.cli.publish.VerifyCommand;
import dev.imagemanager.cli.registry.RegistryCommand;
import dev.imagemanager.cli.run.BuildCommand;
import dev.imagemanager.cli.run.ExplainCommand;
import dev.imagemanager.cli.run.PlanCommand;
import dev.imagemanager.cli.run.RunCommand;
import dev.imagemanager.cli.run.SbomCommand;
import dev.imagemanager.cli.run.TestCommand;
import dev.imagemanager.cli.services.ServicesCommand;
import dev.imagemanager.cli.tools.ToolsCommand;
import dev.imagemanager.config.FleetTrust;
import io.quarkus.picocli.runtime.annotations.TopCommand;
import jakarta.inject.Inject;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The main command with the options of all subcommands. */
@TopCommand
@Command(
        name = "image-manager",
        description = "Builds and tests fleets of container images from definitions.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.LOCAL,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ValidateCommand.class,
            GenerateCommand.class,
            ListCommand.class,
            GraphCommand.class,
            DiffCommand.class,
            BuildCommand.class,
            TestCommand.class,
            PlanCommand.class,
            ExplainCommand.class,
            RunCommand.class,
            ManifestCommand.class,
            PublishCommand.class,
            SbomCommand.class,
            PackagesCommand.class,
            VerifyCommand.class,
            ServicesCommand.class,
            CacheCommand.class,
            RegistryCommand.class,
            ToolsCommand.class,
            DoctorCommand.class,
            CleanCommand.class,
            CompletionCommand.class,
            CompleteCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 success; 1 a build, test or check failed; 2 wrong usage or input;",
            "3 a tool, daemon, registry or disk is missing or failed; 4 an internal error;",
            "130 interrupted."
        })
public final class ImageManagerCommand implements Program, Runnable {

    @Spec
    CommandSpec spec;

    @Option(
            names = {"-C", "--directory"},
            paramLabel = "DIR",
            defaultValue = ".",
            scope = ScopeType.INHERIT,
            description = "The fleet's directory, which contains 'images'. Default: the working directory.")
    Path directory;

    private final FleetTrust trust;

    @Inject
    ImageManagerCommand(FleetTrust trust) {
        this.trust = trust;
    }

    @Option(
            names = "--untrusted",
            scope = ScopeType.INHERIT,
            description =
                    "The fleet's authors are not trusted: it gets no environment variables, secrets and SSH agents,"
                            + " and does not select servers. Also: IMAGE_MANAGER_UNTRUSTED=true.")
    void untrusted(boolean isUntrusted) {
        if (isUntrusted) {
            trust.withdraw();
        }
    }

    @Option(names = "--stacktrace", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    boolean stackTrace;

    boolean stackTrace() {
        return stackTrace;
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
