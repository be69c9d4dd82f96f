package dev.imagemanager.cli.definition;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.cli.option.ReportOption;
import dev.imagemanager.cli.option.RevisionText;
import dev.imagemanager.pipeline.diff.ComparedFleets;
import dev.imagemanager.pipeline.diff.DiffDocument;
import dev.imagemanager.pipeline.diff.DiffMarkdown;
import dev.imagemanager.pipeline.diff.DiffText;
import dev.imagemanager.pipeline.diff.FleetComparison;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "diff",
        description = "Compare the fleet at a revision of git with the working tree, or with another revision.")
public final class DiffCommand implements Callable<Integer> {

    @ParentCommand
    Program program;

    @Spec
    CommandSpec spec;

    @Mixin
    HelpOption help;

    @Parameters(
            index = "0",
            paramLabel = "REV",
            description = "A commit, a branch, a tag, or another revision of git, such as HEAD~1.")
    String before;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "REV",
            description = "The revision to compare with it. Default: the working tree.")
    String after;

    @Mixin
    ReportOption output;

    @Option(names = "--diff", description = "Also show how generated files differ, as a unified diff.")
    boolean withFiles;

    @Option(names = "--exit-code", description = "Exit with 1 when there are differences.")
    boolean exitCode;

    private final FleetComparison comparison;
    private final Console console;
    private final ProblemPrinter problemPrinter;

    @Inject
    DiffCommand(FleetComparison comparison, Console console, ProblemPrinter problemPrinter) {
        this.comparison = comparison;
        this.console = console;
        this.problemPrinter = problemPrinter;
    }

    @Override
    public Integer call() throws InterruptedException {
        ComparedFleets compared = comparison.compare(
                program.directory(),
                RevisionText.parse(before, spec),
                Optional.ofNullable(after).map(text -> RevisionText.parse(text, spec)));
        problemPrinter.print(compared.notes());
        switch (output.format()) {
            case text -> console.resultText(DiffText.of(compared, withFiles));
            case json -> console.result(DiffDocument.of(compared, withFiles));
            case markdown -> console.resultText(DiffMarkdown.of(compared, withFiles));
        }
        boolean differs = !compared.diff().isEmpty();
        return (exitCode && differs ? ExitCode.FAILED : ExitCode.OK).number();
    }
}
