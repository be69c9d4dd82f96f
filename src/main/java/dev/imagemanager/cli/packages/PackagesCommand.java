package dev.imagemanager.cli.packages;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.console.ProgressPrinter;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.pipeline.packages.PackageMatches;
import dev.imagemanager.pipeline.packages.PackageQuery;
import dev.imagemanager.pipeline.packages.PackageSearch;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "packages",
        description = "Search the packages of all targets, by the SBOMs of their last builds.",
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = PackagesDiffCommand.class)
public final class PackagesCommand implements Callable<Integer> {

    @ParentCommand
    Program program;

    @Spec
    CommandSpec spec;

    @Mixin
    HelpOption help;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "QUERY",
            description = "A name, such as openssl or 'python3*', perhaps with versions: 'openssl<3.0.15',"
                    + " 'openssl>=3.0,<3.0.15'; license:MIT; or purl:pkg:deb/debian/openssl.")
    String query;

    @Mixin
    OutputOption output;

    @Option(names = "--exit-code", description = "Exit with 1 when a package is found.")
    boolean exitCode;

    private final PackageSearch search;
    private final Console console;
    private final ProblemPrinter problemPrinter;

    @Inject
    PackagesCommand(PackageSearch search, Console console, ProblemPrinter problemPrinter) {
        this.search = search;
        this.console = console;
        this.problemPrinter = problemPrinter;
    }

    Path directory() {
        return program.directory();
    }

    @Override
    public Integer call() throws InterruptedException {
        if (query == null) {
            throw new ParameterException(spec.commandLine(), "a query is missing, such as 'openssl<3.0.15'");
        }
        PackageMatches found = search.search(
                directory(), PackageQuery.parse(query), new ProgressPrinter(console, problemPrinter, true));
        problemPrinter.print(found.notes());
        if (output.isJson()) {
            console.result(found.toJson());
        } else {
            MatchTable.lines(found).forEach(console::result);
        }
        return (exitCode && !found.matches().isEmpty() ? ExitCode.FAILED : ExitCode.OK).number();
    }
}
