package dev.imagemanager.cli.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.console.ProblemsDocument;
import dev.imagemanager.cli.console.ProgressPrinter;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.config.TimeSpan;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.registry.PruneOverrides;
import dev.imagemanager.pipeline.registry.PruneReport;
import dev.imagemanager.pipeline.registry.RegistryDocuments;
import dev.imagemanager.pipeline.registry.RegistryPruner;
import dev.imagemanager.pipeline.registry.RegistryQuery;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "prune",
        description = {
            "Show what the rules of 'prune' in .image-manager.yml remove from registries; with --yes, remove it.",
            "What anything needs that stays is not removed: images of indexes, signatures, attestations."
        })
public final class RegistryPruneCommand implements Callable<Integer> {

    private static final String TIME = "numbers and w, d, h, m or s, such as 7d";

    @ParentCommand
    RegistryCommand registry;

    @Spec
    CommandSpec spec;

    @Mixin
    HelpOption help;

    @Mixin
    QueryOptions query;

    @Mixin
    OutputOption output;

    @Option(
            names = "--keep-last",
            paramLabel = "N",
            description = "Keep so many images in each repository of what could be removed, the newest.")
    Optional<String> keepLast;

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            description = "Remove only what is older: " + TIME + ". 0s removes what has no known age, too.")
    Optional<String> olderThan;

    @Option(
            names = "--snapshots",
            paramLabel = "TIME",
            description = "Remove snapshots that are older: " + TIME + ". 0s removes all.")
    Optional<String> snapshots;

    @Option(
            names = "--orphans",
            description =
                    "Remove tags that the fleet does not define and, from the build registry, keys that no target has.")
    boolean orphans;

    @Option(names = "--yes", description = "Remove it. Without this option, only show what would be removed.")
    boolean yes;

    private final RegistryPruner pruner;
    private final Console console;
    private final ProblemPrinter problemPrinter;

    @Inject
    RegistryPruneCommand(RegistryPruner pruner, Console console, ProblemPrinter problemPrinter) {
        this.pruner = pruner;
        this.console = console;
        this.problemPrinter = problemPrinter;
    }

    @Override
    public Integer call() throws InterruptedException {
        RegistryQuery where = query.query(registry.directory());
        PruneOverrides rules = new PruneOverrides(
                keepLast.map(this::number),
                olderThan.map(text -> time("--older-than", text)),
                snapshots.map(text -> time("--snapshots", text)),
                orphans);
        PipelineListener listener = new ProgressPrinter(console, problemPrinter, true);
        PruneReport report =
                yes ? pruner.prune(where, rules, listener, problemPrinter::print) : pruner.plan(where, rules, listener);
        if (output.isJson()) {
            ObjectNode document = RegistryDocuments.of(report);
            ProblemsDocument.add(document, report.problems());
            console.result(document);
        } else {
            PruneText.lines(report).forEach(console::result);
        }
        report.problems().forEach(problemPrinter::print);
        PruneText.notes(report).forEach(problemPrinter::print);
        return (report.problems().stream().anyMatch(Problem::isError) ? ExitCode.ENVIRONMENT : ExitCode.OK).number();
    }

    private Integer number(String text) {
        if (!text.matches("[0-9]{1,6}")) {
            throw usage("--keep-last takes a number, such as 5, but got '" + text + "'");
        }
        return Integer.valueOf(text);
    }

    private Duration time(String option, String text) {
        return TimeSpan.parse(text).orElseThrow(() -> usage(option + " takes " + TIME + ", but got '" + text + "'"));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
