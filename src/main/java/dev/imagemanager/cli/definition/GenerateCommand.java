package dev.imagemanager.cli.definition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.Counts;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.cli.option.TargetOptions;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.output.OutputDirectory;
import dev.imagemanager.output.OutputLock;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.generate.FleetGenerator;
import dev.imagemanager.pipeline.generate.GeneratedFiles;
import dev.imagemanager.pipeline.generate.GeneratedFiles.Changes;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.pipeline.generate.OutputDiff;
import dev.imagemanager.problem.ExitCode;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "generate",
        description = "Write Dockerfiles and test files to 'dist', and remove those of targets that no longer exist.")
public final class GenerateCommand implements Callable<Integer> {

    @ParentCommand
    Program program;

    @Mixin
    HelpOption help;

    @Mixin
    TargetOptions targets;

    @Mixin
    OutputOption output;

    @Option(names = "--check", description = "Write nothing; exit with 1 when 'dist' is not up to date.")
    boolean check;

    @Option(names = "--diff", description = "Write nothing; show what would change as a unified diff.")
    boolean diff;

    private final FleetGenerator generator;
    private final Console console;
    private final ProblemPrinter problemPrinter;

    @Inject
    GenerateCommand(FleetGenerator generator, Console console, ProblemPrinter problemPrinter) {
        this.generator = generator;
        this.console = console;
        this.problemPrinter = problemPrinter;
    }

    @Override
    public Integer call() throws InterruptedException {
        GeneratedFleet generated = generator.generate(program.directory());
        Collection<TargetName> chosen = targets.selector().select(generated.fleet(), generated.graph());
        OutputDirectory directory = new OutputDirectory(generated.fleet().directory());
        GeneratedFiles files = new GeneratedFiles(directory);
        boolean applied = !check && !diff;
        Changes changes = files.compare(generated, chosen);
        if (applied && !changes.isEmpty()) {
            changes = OutputLock.whileHeld(
                    generated.fleet().directory(), problemPrinter::print, () -> update(generated, files, chosen));
        }
        problemPrinter.print(generated.notes());
        problemPrinter.print(changes.notes());
        if (diff && !output.isJson()) {
            console.resultText(OutputDiff.of(directory, changes));
        }
        report(generated, changes, applied);
        return (check && !changes.isEmpty() ? ExitCode.FAILED : ExitCode.OK).number();
    }

    /** Compares again, since another command may have written files in the meantime. */
    private static Changes update(GeneratedFleet generated, GeneratedFiles files, Collection<TargetName> chosen) {
        Changes changes = files.compare(generated, chosen);
        files.apply(changes);
        return changes;
    }

    private void report(GeneratedFleet generated, Changes changes, boolean applied) {
        if (output.isJson()) {
            ObjectNode document = JsonDocument.create();
            paths(
                    document.putArray(applied ? "written" : "stale"),
                    changes.write().keySet());
            paths(document.putArray(applied ? "removed" : "obsolete"), changes.remove());
            document.put("unchanged", changes.unchanged());
            console.result(document);
        } else if (applied) {
            console.result(Counts.of(generated) + ": "
                    + Counts.of(changes.write().size(), "file") + " written, "
                    + changes.remove().size() + " removed, "
                    + changes.unchanged() + " unchanged");
        } else if (check) {
            changes.write().keySet().forEach(file -> console.result("stale: " + file));
            changes.remove().forEach(file -> console.result("obsolete: " + file));
            if (changes.isEmpty()) {
                console.result("dist is up to date");
            } else {
                console.message("dist is not up to date; run 'image-manager generate'");
            }
        }
    }

    private static void paths(ArrayNode array, Collection<Path> files) {
        files.forEach(file -> array.add(file.toString()));
    }
}
