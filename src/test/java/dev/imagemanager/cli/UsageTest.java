package dev.imagemanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.ProblemPrinter;
import dev.imagemanager.cli.console.Style;
import dev.imagemanager.cli.option.OutputOption;
import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** What a user sees of a command line that is wrong, and of a command that fails. */
class UsageTest {

    private final ByteArrayOutputStream results = new ByteArrayOutputStream();
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
    private final CommandLine commandLine = commandLine();
    private boolean isEnding;

    private CommandLine commandLine() {
        Console console = new Console(results, messages, Style.PLAIN, new SecretMask());
        CommandLineFactory factory = new CommandLineFactory(console, new ProblemPrinter(console), () -> isEnding);
        CommandLine whole = UnwiredProgram.commandLine();
        whole.addSubcommand("fail", new Failing());
        return factory.withMessages(whole);
    }

    @Command(name = "fail")
    static final class Failing implements Callable<Integer> {
        static RuntimeException failure;

        @Mixin
        OutputOption output;

        @Override
        public Integer call() {
            throw failure;
        }
    }

    private String messages() {
        return messages.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'' | a command is missing | see 'image-manager --help'",
                "lst | there is no command 'lst' | did you mean 'list'? see 'image-manager --help'",
                "completely-wrong | there is no command 'completely-wrong' | see 'image-manager --help'",
                "services up foo | 'foo' is not one of registry, garage, buildkitd, dind"
                        + " | see 'image-manager services up --help'",
                "services down dint | 'dint' is not one of registry, garage, buildkitd, dind | did you mean 'dind'? see 'image-manager services down --help'",
                "services logs dind garage | unexpected argument 'garage' | see 'image-manager services logs --help'",
                "validate app | unexpected argument 'app' | see 'image-manager validate --help'",
                "build --no-cahce | Unknown option: '--no-cahce' | did you mean '--no-cache'? see 'image-manager build --help'",
                "build -x | Unknown option: '-x' | see 'image-manager build --help'",
                "--jobs 2 build | Unknown options: '--jobs', '2' | --jobs must follow a command, as in 'image-manager build --jobs'; see 'image-manager --help'",
                "list -o yaml | Invalid value for option '--output': expected one of [text, json] (case-insensitive) but was 'yaml' | see 'image-manager list --help'",
                "build --jobs two | Invalid value for option '--jobs': 'two' is not an int | see 'image-manager build --help'",
                "cache | a command is missing: stats or prune | see 'image-manager cache --help'",
                "cache prune | say what to remove: --older-than 7d, --keep-bytes 5GB, or both | see 'image-manager cache prune --help'",
                "cache prune --older-than 7 | --older-than takes a number and s, m, h, d or w, such as 7d, but got '7' | see 'image-manager cache prune --help'",
                "build --jobs | Missing required parameter for option '--jobs' (N) | see 'image-manager build --help'",
            })
    void aWrongCommandLineIsSaidWithARemedy(String arguments, String message, String hint) {
        int exitCode = commandLine.execute(arguments.equals("''") ? new String[0] : arguments.split(" "));

        assertThat(messages()).isEqualTo("error: " + message + "\n  " + hint + "\n");
        assertThat(exitCode).isEqualTo(2);
        assertThat(results.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-C fleet --stacktrace list",
                "list -C fleet --stacktrace",
                "-C other list --directory=fleet --stacktrace"
            })
    void whatHoldsForAllCommandsMayStandAnywhere(String arguments) {
        commandLine.parseArgs(arguments.split(" "));

        ImageManagerCommand program = commandLine.getCommand();
        assertThat(program.directory()).isEqualTo(Path.of("fleet"));
        assertThat(program.stackTrace()).isTrue();
    }

    @Test
    void withoutADirectoryTheWorkingDirectoryIsMeant() {
        commandLine.parseArgs("list");

        assertThat(commandLine.<ImageManagerCommand>getCommand().directory()).isEqualTo(Path.of("."));
    }

    @Test
    void anExpectedFailureIsAMessageAndAnExitCode() {
        Failing.failure = new EnvironmentException(Problem.error("no disk").withHint("buy one"));

        assertThat(commandLine.execute("fail")).isEqualTo(3);
        assertThat(messages()).isEqualTo("error: no disk\n  buy one\n");
    }

    @Test
    void anythingElseIsOurMistake() {
        Failing.failure = new IllegalStateException("oops");

        assertThat(commandLine.execute("fail")).isEqualTo(4);
        assertThat(messages())
                .contains("internal error: java.lang.IllegalStateException: oops")
                .doesNotContain("\tat ");
    }

    @Test
    void whatFailsBecauseTheProgramEndsIsNoMistake() {
        isEnding = true;
        Failing.failure = new IllegalStateException("container not initialized");

        assertThat(commandLine.execute("fail")).isEqualTo(130);
        assertThat(messages()).isEmpty();
    }

    @Test
    void theTraceIsForThoseWhoAsk() {
        Failing.failure = new IllegalStateException("oops");

        assertThat(commandLine.execute("--stacktrace", "fail")).isEqualTo(4);
        assertThat(messages()).contains("\tat dev.imagemanager.cli.UsageTest");
    }

    @Test
    void everyCommandAndOptionHasHelpThatFitsATerminal() {
        commandLine.getSubcommands().forEach((name, command) -> {
            if (name.equals("fail")) {
                return;
            }
            CommandSpec spec = command.getCommandSpec();
            assertThat(spec.usageMessage().description()).as(name).isNotEmpty();
            assertThat(spec.options()).as(name).allSatisfy(option -> assertThat(option.description())
                    .isNotEmpty());
            StringWriter help = new StringWriter();
            command.usage(new PrintWriter(help));
            assertThat(help.toString().lines()).as(name).allMatch(line -> line.length() <= 80);
        });
    }

    @Test
    void programsGetProblemsAsADocument() {
        Failing.failure = new InputException(Problem.error(new SourceLocation(Path.of("a.yml"), 3, 7), "it is wrong")
                .withHint("do this"));

        assertThat(commandLine.execute("fail", "--output", "json")).isEqualTo(2);

        assertThat(results.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " "))
                .isEqualTo("{ \"apiVersion\": \"image-manager/v1\", \"problems\": [ { \"severity\": \"error\","
                        + " \"message\": \"it is wrong\", \"file\": \"a.yml\", \"line\": 3, \"column\": 7,"
                        + " \"hint\": \"do this\" } ] } ");
        assertThat(messages()).contains("a.yml:3:7: error: it is wrong");
        results.reset();
        assertThat(commandLine.execute("fail")).isEqualTo(2);
        assertThat(results.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"No space left on device, 3", "Broken pipe, 0"})
    void resultsThatCannotBeWrittenAreAFailureUnlessNobodyWantsThem(String reason, int exitCode) {
        Console console = new Console(
                new OutputStream() {
                    @Override
                    public void write(int oneByte) throws IOException {
                        throw new IOException(reason);
                    }
                },
                messages,
                Style.PLAIN,
                new SecretMask());
        CommandLine printing = new CommandLineFactory(console, new ProblemPrinter(console))
                .withMessages(new CommandLine(new Printing(console)));

        assertThat(printing.execute()).isEqualTo(exitCode);
        assertThat(messages())
                .isEqualTo(
                        exitCode == 0
                                ? ""
                                : "error: cannot write to standard output: No space left on device\n"
                                        + "  the output is incomplete; check the free space at its destination\n");
    }

    @Command
    record Printing(Console console) implements Callable<Integer> {
        @Override
        public Integer call() {
            console.result("a result");
            return 0;
        }
    }
}
