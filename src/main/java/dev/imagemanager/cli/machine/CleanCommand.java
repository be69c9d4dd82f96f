package dev.imagemanager.cli.machine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.Counts;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.model.settings.ByteSize;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.clean.FleetCleaner;
import dev.imagemanager.pipeline.clean.FleetCleaner.Removal;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "clean",
        description = "Remove the results of builds and tests from 'dist': archives, logs, records and reports."
                + " Other files are kept.")
public final class CleanCommand implements Callable<Integer> {

    @ParentCommand
    Program program;

    @Mixin
    HelpOption help;

    @Mixin
    OutputOption output;

    @Option(names = "--all", description = "Remove Dockerfiles, test files and 'fleet.json' too.")
    boolean all;

    @Option(names = "--dry-run", description = "Remove nothing; show what would be removed.")
    boolean dryRun;

    private final FleetCleaner cleaner;
    private final Console console;
    private final ProblemPrinter problemPrinter;

    @Inject
    CleanCommand(FleetCleaner cleaner, Console console, ProblemPrinter problemPrinter) {
        this.cleaner = cleaner;
        this.console = console;
        this.problemPrinter = problemPrinter;
    }

    @Override
    public Integer call() throws InterruptedException {
        Removal removal = dryRun
                ? cleaner.plan(program.directory(), all)
                : cleaner.clean(program.directory(), all, problemPrinter::print);
        if (output.isJson()) {
            console.result(describe(removal));
        } else {
            String verb = dryRun ? "would remove " : "removed ";
            removal.files().forEach((file, bytes) -> console.result(verb + file + " (" + ByteSize.format(bytes) + ")"));
            console.result(Counts.of(removal.files().size(), "file") + ", " + ByteSize.format(removal.bytes())
                    + (dryRun ? ", would be removed" : " removed"));
        }
        return ExitCode.OK.number();
    }

    private ObjectNode describe(Removal removal) {
        ObjectNode document = JsonDocument.create();
        document.put("dryRun", dryRun);
        document.put("bytes", removal.bytes());
        ArrayNode files = document.putArray("files");
        removal.files()
                .forEach((file, bytes) ->
                        files.addObject().put("file", file.toString()).put("bytes", bytes));
        return document;
    }
}
