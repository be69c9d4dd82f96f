package dev.imagemanager.cli;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.ImageManagerException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Suggestion;
import io.quarkus.picocli.runtime.PicocliCommandLineFactory;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts the command line together, and turns what commands throw into messages and exit codes. */
@Dependent
final class CommandLineFactory {

    private final Console console;
    private final ProblemPrinter problemPrinter;

    @Inject
    CommandLineFactory(Console console, ProblemPrinter problemPrinter) {
        this.console = console;
        this.problemPrinter = problemPrinter;
    }

    @Produces
    @Dependent
    CommandLine commandLine(PicocliCommandLineFactory factory) {
        return factory.create()
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler((failure, arguments) -> usageProblem(failure))
                .setExecutionExceptionHandler((failure, command, result) -> executionProblem(failure, command));
    }

    private int usageProblem(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        Problem problem = Problem.error(firstLine(failure.getMessage()));
        problemPrinter.print(problem.withHint(suggestion(failure) + "see '" + name + " --help'"));
        return ExitCode.INPUT.number();
    }

    private static String suggestion(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return "";
        }
        String given = unmatched.getUnmatched().get(0);
        CommandLine.Model.CommandSpec spec = failure.getCommandLine().getCommandSpec();
        List<String> known = given.startsWith("-")
                ? List.copyOf(spec.optionsMap().keySet())
                : List.copyOf(spec.subcommands().keySet());
        return Suggestion.closest(given, known)
                .map(name -> "did you mean '" + name + "'? ")
                .orElse("");
    }

    private int executionProblem(Exception failure, CommandLine command) {
        boolean wantsTrace = ((ImageManagerCommand) root(command).getCommand()).stackTrace();
        if (wantsTrace) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace, true));
            console.message(trace.toString());
        }
        if (failure instanceof InterruptedException) {
            return ExitCode.INTERRUPTED.number();
        }
        if (failure instanceof ImageManagerException expected) {
            problemPrinter.print(expected.problems());
            return expected.exitCode().number();
        }
        problemPrinter.print(Problem.error("this is a mistake in image-manager: " + failure)
                .withHint("please report it with the output of the same command and --stacktrace"));
        return ExitCode.BUG.number();
    }

    private static CommandLine root(CommandLine command) {
        CommandLine root = command;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return root;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }
}
