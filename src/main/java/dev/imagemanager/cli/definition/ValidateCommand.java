package dev.imagemanager.cli.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.Counts;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.console.ProblemsDocument;
import dev.imagemanager.cli.option.HelpOption;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.cli.option.Program;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.generate.FleetGenerator;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
        console.result("The fleet is valid: " + Counts.of(fleet));
        return ExitCode.OK.number();
    }

    private int validateForPrograms() {
        List<Problem> problems = new ArrayList<>();
        ExitCode exitCode = ExitCode.OK;
        try {
            problems.addAll(generator.generate(program.directory()).notes());
        } catch (InputException invalid) {
            problems.addAll(invalid.problems());
            exitCode = invalid.exitCode();
        }
        ObjectNode document = JsonDocument.create();
        document.put("valid", exitCode == ExitCode.OK);
        ProblemsDocument.add(document, problems);
        console.resultText(JsonDocument.print(document));
        return exitCode.number();
    }
}
