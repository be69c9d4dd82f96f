package dev.imagemanager.cli;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.MaskedLog;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.console.ProblemsDocument;
import dev.imagemanager.config.EnvironmentCredentials;
import dev.imagemanager.config.masking.CredentialShape;
import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.problem.ExitCode;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.ImageManagerException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Suggestion;
import io.quarkus.picocli.runtime.PicocliCommandLineFactory;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Logger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Creates the command line, and converts exceptions of commands to messages and exit codes. */
@Dependent
final class CommandLineFactory {

    private final Console console;
    private final ProblemPrinter problemPrinter;
    private final SecretMask mask;
    private final BooleanSupplier isEnding;

    @Inject
    CommandLineFactory(Console console, ProblemPrinter problemPrinter, SecretMask mask) {
        this(console, problemPrinter, mask, CommandLineFactory::isProgramEnding);
    }

    CommandLineFactory(Console console, ProblemPrinter problemPrinter, SecretMask mask, BooleanSupplier isEnding) {
        this.console = console;
        this.problemPrinter = problemPrinter;
        this.mask = mask;
        this.isEnding = isEnding;
    }

    /** Detects a shutdown by trying to add a hook ({@link Runtime#addShutdownHook} throws "IllegalStateException"). */
    private static boolean isProgramEnding() {
        Thread probe = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException shutdownInProgress) {
            return true;
        }
    }

    @Produces
    @Dependent
    CommandLine commandLine(PicocliCommandLineFactory factory, EnvironmentCredentials credentials) {
        MaskedLog.mask(Logger.getLogger(""), mask);
        credentials.hide();
        return withMessages(factory.create());
    }

    /** Replaces picocli's messages by problems. */
    CommandLine withMessages(CommandLine commandLine) {
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                // Names of targets may come from outside; a file must not add options.
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((failure, arguments) -> usageProblem(failure, arguments))
                .setExecutionStrategy(parsed -> {
                    if (parsed.commandSpec().userObject() instanceof ImageManagerCommand program) {
                        problemPrinter.locate(program.directory());
                    }
                    return unlessResultsAreLost(new CommandLine.RunLast().execute(parsed));
                })
                .setExecutionExceptionHandler(
                        (failure, command, result) -> unlessResultsAreLost(executionProblem(failure, command)));
    }

    private int unlessResultsAreLost(int exitCode) {
        Optional<IOException> lost = console.lostResults();
        lost.ifPresent(failure ->
                problemPrinter.print(Problem.error("cannot write to standard output: " + FailureReason.of(failure))
                        .withHint("the output is incomplete; check the free space at its destination")));
        return lost.isPresent() ? ExitCode.ENVIRONMENT.number() : exitCode;
    }

    /** The fleet was not read yet, so that its credentials are not known. */
    private void hideLikelyCredentials(String... arguments) {
        mask.learn(Arrays.stream(arguments)
                .flatMap(argument -> Stream.of(
                        argument,
                        argument.substring(argument.indexOf('=') + 1),
                        argument.substring(argument.startsWith("-") ? Math.min(2, argument.length()) : 0)))
                .filter(CredentialShape::matches)
                .toList());
    }

    private int usageProblem(ParameterException failure, String... arguments) {
        hideLikelyCredentials(arguments);
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        Problem problem = Problem.error(message(failure));
        problemPrinter.print(problem.withHint(suggestion(failure) + "see '" + name + " --help'"));
        return ExitCode.INPUT.number();
    }

    private static String message(ParameterException failure) {
        Optional<String> unmatched = firstUnmatched(failure);
        if (unmatched.isEmpty()) {
            return firstLine(failure.getMessage());
        }
        if (unmatched.get().startsWith("-")) {
            return "there is no option '" + unmatched.get() + "'";
        }
        List<String> choice = choice(failure.getCommandLine());
        if (!choice.isEmpty()) {
            return "'" + unmatched.get() + "' is not one of " + String.join(", ", choice);
        }
        return failure.getCommandLine().getParent() == null
                ? "there is no command '" + unmatched.get() + "'"
                : "unexpected argument '" + unmatched.get() + "'";
    }

    private static String suggestion(ParameterException failure) {
        String given = firstUnmatched(failure).orElse("");
        CommandLine.Model.CommandSpec spec = failure.getCommandLine().getCommandSpec();
        if (!given.startsWith("-")) {
            List<String> choice = choice(failure.getCommandLine());
            return didYouMean(given, choice.isEmpty() ? spec.subcommands().keySet() : choice);
        }
        Optional<String> command = spec.subcommands().entrySet().stream()
                .filter(entry -> entry.getValue().getCommandSpec().optionsMap().containsKey(given))
                .map(Map.Entry::getKey)
                .findFirst();
        if (command.isPresent()) {
            return given + " must follow a command, as in '" + spec.qualifiedName() + " " + command.get() + " " + given
                    + "'; ";
        }
        return given.startsWith("--") ? didYouMean(given, spec.optionsMap().keySet()) : "";
    }

    /** Returns the valid values of a command's positional parameters, if they are a fixed list. */
    private static List<String> choice(CommandLine command) {
        return command.getCommandSpec().positionalParameters().stream()
                .filter(parameter -> parameter.typeInfo().isMultiValue() && parameter.completionCandidates() != null)
                .flatMap(parameter ->
                        StreamSupport.stream(parameter.completionCandidates().spliterator(), false))
                .toList();
    }

    /** Returns the first argument that is not expected; of an option only its name, since its value may be a credential. */
    private static Optional<String> firstUnmatched(ParameterException failure) {
        return failure instanceof UnmatchedArgumentException unmatched
                ? unmatched.getUnmatched().stream()
                        .findFirst()
                        .map(argument -> argument.startsWith("-") ? argument.split("=", 2)[0] : argument)
                : Optional.empty();
    }

    private static String didYouMean(String given, Collection<String> known) {
        return Suggestion.closest(given, known)
                .map(name -> "did you mean '" + name + "'? ")
                .orElse("");
    }

    private int executionProblem(Exception failure, CommandLine command) {
        if (failure instanceof InterruptedException) {
            return ExitCode.INTERRUPTED.number();
        }
        boolean wantsTrace = ((ImageManagerCommand) root(command).getCommand()).stackTrace();
        if (wantsTrace) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace, true));
            console.message(trace.toString());
        }
        if (failure instanceof ImageManagerException expected) {
            problemPrinter.print(expected.problems());
            if (isForPrograms(command)) {
                console.result(ProblemsDocument.of(expected.problems()));
            }
            return expected.exitCode().number();
        }
        if (isEnding.getAsBoolean()) {
            // Exceptions after Ctrl-C are a consequence of the shutdown.
            return ExitCode.INTERRUPTED.number();
        }
        problemPrinter.print(Problem.error("internal error: " + failure)
                .withHint("report it with the output of the same command and --stacktrace"));
        return ExitCode.BUG.number();
    }

    private static boolean isForPrograms(CommandLine command) {
        CommandLine.Model.OptionSpec output = command.getCommandSpec().findOption("--output");
        return output != null && "json".equals(String.valueOf(output.<Object>getValue()));
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
