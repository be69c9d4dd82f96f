package dev.imagemanager.cli.packages;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.console.ProgressPrinter;
import dev.imagemanager.cli.console.TextTable;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.ReportOption;
import dev.imagemanager.pipeline.packages.ListedImage;
import dev.imagemanager.pipeline.packages.PackageComparison;
import dev.imagemanager.pipeline.packages.PackageDiff;
import dev.imagemanager.pipeline.packages.PackageDiffReport;
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

@Command(name = "diff", description = "Compare the packages of two images, by their SBOMs.")
public final class PackagesDiffCommand implements Callable<Integer> {

    private static final String IMAGE = "A target, as name:tag or name:alias, a digest, or a reference with a digest.";

    @ParentCommand
    PackagesCommand packages;

    @Mixin
    HelpOption help;

    @Parameters(index = "0", paramLabel = "A", description = IMAGE)
    String before;

    @Parameters(index = "1", paramLabel = "B", description = "The image to compare with it.")
    String after;

    @Mixin
    ReportOption output;

    @Option(names = "--exit-code", description = "Exit with 1 when there are differences.")
    boolean exitCode;

    private final PackageComparison comparison;
    private final Console console;
    private final ProblemPrinter problemPrinter;

    @Inject
    PackagesDiffCommand(PackageComparison comparison, Console console, ProblemPrinter problemPrinter) {
        this.comparison = comparison;
        this.console = console;
        this.problemPrinter = problemPrinter;
    }

    @Override
    public Integer call() {
        PackageComparison.Compared compared = comparison.compare(
                packages.directory(), before, after, new ProgressPrinter(console, problemPrinter, true));
        problemPrinter.print(compared.notes());
        switch (output.format()) {
            case json -> console.result(PackageDiffReport.json(compared));
            case markdown -> console.resultText(PackageDiffReport.markdown(compared));
            case text -> lines(compared).forEach(console::result);
        }
        return (exitCode && !compared.isEmpty() ? ExitCode.FAILED : ExitCode.OK).number();
    }

    private static List<String> lines(PackageComparison.Compared compared) {
        List<String> lines = new ArrayList<>();
        for (PackageDiff diff : compared.diffs()) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add(name(diff.before()) + " -> " + name(diff.after()) + ": "
                    + (diff.isEmpty() ? "the same packages" : PackageDiffReport.summary(diff)));
            if (!diff.isEmpty()) {
                lines.add("");
                lines.addAll(table(diff).lines());
            }
        }
        return lines;
    }

    private static TextTable table(PackageDiff diff) {
        TextTable table = new TextTable("CHANGE", "PACKAGE", "TYPE", "FROM", "TO");
        diff.changes()
                .forEach(change -> table.add(
                        change.kind(),
                        Cell.of(change.name()),
                        Cell.of(change.type()),
                        Cell.of(change.from().orElse("")),
                        Cell.of(change.to().orElse(""))));
        return table;
    }

    private static String name(ListedImage image) {
        return image.target() + " for " + image.platform();
    }
}
