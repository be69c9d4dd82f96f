package dev.imagemanager.cli.definition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.Counts;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.console.ProblemsDocument;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.config.EnvironmentUse;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.context.ContextNotes;
import dev.imagemanager.pipeline.generate.FleetGenerator;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(name = "validate", description = "Check all definitions and templates; show every problem at once.")
public final class ValidateCommand implements Callable<Integer> {

    @ParentCommand
    Program program;

    @Mixin
    HelpOption help;

    @Mixin
    OutputOption output;

    private final FleetGenerator generator;
    private final Console console;
    private final ProblemPrinter problemPrinter;

    @Inject
    ValidateCommand(FleetGenerator generator, Console console, ProblemPrinter problemPrinter) {
        this.generator = generator;
        this.console = console;
        this.problemPrinter = problemPrinter;
    }

    @Override
    public Integer call() {
        return output.isJson() ? validateForPrograms() : validateForPeople();
    }

    private int validateForPeople() {
        GeneratedFleet fleet = generator.generate(program.directory());
        problemPrinter.print(fleet.notes());
        problemPrinter.print(contextNotes(fleet));
        fleet.fleet().environment().forEach(use -> problemPrinter.print(use.note()));
        console.result("The fleet is valid: " + Counts.of(fleet));
        return ExitCode.OK.number();
    }

    private int validateForPrograms() {
        ObjectNode document = JsonDocument.create();
        ExitCode exitCode = ExitCode.OK;
        try {
            GeneratedFleet fleet = generator.generate(program.directory());
            document.put("valid", true);
            ProblemsDocument.add(document, notes(fleet));
            addEnvironment(document, fleet.fleet().environment());
        } catch (InputException invalid) {
            document.put("valid", false);
            ProblemsDocument.add(document, invalid.problems());
            exitCode = invalid.exitCode();
        }
        console.result(document);
        return exitCode.number();
    }

    private static List<Problem> notes(GeneratedFleet fleet) {
        return Stream.concat(fleet.notes().stream(), contextNotes(fleet).stream())
                .toList();
    }

    private static List<Problem> contextNotes(GeneratedFleet fleet) {
        return ContextNotes.of(
                fleet.fleet().directory(),
                fleet.targets(fleet.rendered().keySet()).stream()
                        .map(target -> fleet.rendered().get(target.name()))
                        .toList());
    }

    private static void addEnvironment(ObjectNode document, Collection<EnvironmentUse> uses) {
        ArrayNode list = document.putArray("environment");
        for (EnvironmentUse use : uses) {
            ObjectNode node = list.addObject();
            node.put("variable", use.variable());
            node.put("key", use.key());
            ProblemsDocument.add(node, use.location());
        }
    }
}
