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
        SecretMask mask = new SecretMask();
        Console console = new Console(results, messages, Style.PLAIN, mask);
        CommandLineFactory factory = new CommandLineFactory(console, new ProblemPrinter(console), mask, () -> isEnding);
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
                "build --no-cahce | there is no option '--no-cahce' | did you mean '--no-cache'? see 'image-manager build --help'",
                "build -x | there is no option '-x' | see 'image-manager build --help'",
                "--jobs 2 build | there is no option '--jobs' | --jobs must follow a command, as in 'image-manager build --jobs'; see 'image-manager --help'",
                "list -o yaml | Invalid value for option '--output': expected one of [text, json] (case-insensitive) but was 'yaml' | see 'image-manager list --help'",
                "build --jobs two | Invalid value for option '--jobs': 'two' is not an int | see 'image-manager build --help'",
                "cache | a command is missing: stats or prune | see 'image-manager cache --help'",
                "cache prune | say what to remove: --older-than 7d, --keep-bytes 5GB, or both | see 'image-manager cache prune --help'",
                "cache prune --older-than 7 | --older-than takes numbers and w, d, h, m or s, such as 7d, but got '7' | see 'image-manager cache prune --help'",
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
                "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
                "--password ghp_16C7e42F292c6912E7710c838347Ae178B4a",
                "build --token=ghp_16C7e42F292c6912E7710c838347Ae178B4a",
                "build --password hunter2",
                "build --password=hunter2",
                "build -xghp_16C7e42F292c6912E7710c838347Ae178B4a",
                "build -j ghp_16C7e42F292c6912E7710c838347Ae178B4a",
                "list --output=ghp_16C7e42F292c6912E7710c838347Ae178B4a",
                "list -oghp_16C7e42F292c6912E7710c838347Ae178B4a",
                "services up AKIAIOSFODNN7EXAMPLE",
                "validate wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "validate eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjMifQ.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
                "validate 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0",
                "validate https://user:hunter2-hunter2@example.org",
                "cache prune --older-than ghp_16C7e42F292c6912E7710c838347Ae178B4a",
            })
    void whatMayBeACredentialIsNotRepeated(String arguments) {
        assertThat(commandLine.execute(arguments.split(" "))).isEqualTo(2);

        assertThat(messages())
                .startsWith("error: ")
                .doesNotContain("16C7e42F", "hunter2", "IOSFODNN7", "K7MDENG", "eyJ", "0f1e2d3c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "debian-bookworm-20241016",
                "my-company/base-image-with-a-long-name:1.2.3",
                "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
                "https://example.org:8443/path",
                "Images/Base",
            })
    void otherArgumentsAreRepeated(String argument) {
        commandLine.execute("validate", argument);

        assertThat(messages()).startsWith("error: unexpected argument '" + argument + "'");
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
        CommandLine printing = new CommandLineFactory(console, new ProblemPrinter(console), new SecretMask())
                .withMessages(new CommandLine(new Printing(console)));

        assertThat(printing.execute()).isEqualTo(exitCode);
        assertThat(messages())
                .isEqualTo(
                        exitCode == 0
                                ? ""
                                : "error: cannot write to standard output: no space is left on the disk\n"
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
