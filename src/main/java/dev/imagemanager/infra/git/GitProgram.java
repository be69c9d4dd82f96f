package dev.imagemanager.infra.git;

import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.infra.process.PassedVariables;
import dev.imagemanager.infra.process.ProcessCommand;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.ImageManagerException;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs {@code git} to read a repository that may come from a stranger, with commands that only read objects. What the
 * repository configures is not run: no hooks and no monitor, no filters and no programs that show differences, and none
 * that download objects which a partial clone lacks. A repository in which git would look for objects without a working
 * tree is not used: files of a fleet can look like one.
 */
@Singleton
public final class GitProgram {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** The most lines of standard error that are kept: git can warn of each file. */
    private static final int MOST_ERRORS = 1_000;

    /** Settings of the user may say which repositories git trusts ({@code safe.directory}). */
    private static final PassedVariables VARIABLES = PassedVariables.USUAL.and(List.of(
            "GIT_CONFIG_GLOBAL",
            "GIT_CONFIG_SYSTEM",
            "GIT_CONFIG_NOSYSTEM",
            "GIT_CONFIG_COUNT",
            "GIT_CONFIG_KEY_",
            "GIT_CONFIG_VALUE_",
            "GIT_CEILING_DIRECTORIES",
            "GIT_DISCOVERY_ACROSS_FILESYSTEM"));

    /** Older versions do not know GIT_NO_LAZY_FETCH. For them, no protocol is allowed. */
    private static final Map<String, String> SETTINGS = Map.of(
            "GIT_NO_LAZY_FETCH", "1",
            "GIT_ALLOW_PROTOCOL", "none",
            "GIT_TERMINAL_PROMPT", "0",
            "GIT_OPTIONAL_LOCKS", "0",
            "LC_ALL", "C");

    private static final List<String> OPTIONS = List.of(
            "--no-pager",
            "--literal-pathspecs",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "safe.bareRepository=explicit");

    static final String COMPLETE_CLONE = "clone the repository without --filter: nothing is downloaded now";

    private static final Pattern FOREIGN = Pattern.compile("dubious ownership in repository at '(.*)'");

    private final ProcessRunner processes;
    private final Executables executables;

    @Inject
    public GitProgram(ProcessRunner processes, Executables executables) {
        this.processes = processes;
        this.executables = executables;
    }

    /**
     * What a command printed.
     *
     * @param output the lines of standard output
     * @param errors the lines of standard error
     */
    record Answer(int exitCode, List<String> output, List<String> errors) {

        Answer {
            output = List.copyOf(output);
            errors = List.copyOf(errors);
        }

        boolean isSuccess() {
            return exitCode == 0;
        }

        List<String> warnings() {
            return errors.stream().filter(line -> line.startsWith("warning: ")).toList();
        }
    }

    /**
     * @param directory where git looks for the repository
     * @throws EnvironmentException if there is no git, or it does not end
     */
    Answer ask(Path directory, String... arguments) throws InterruptedException {
        List<String> output = Collections.synchronizedList(new ArrayList<>());
        List<String> errors = Collections.synchronizedList(new ArrayList<>());
        int exitCode = processes.run(command(directory, arguments), output::add, line -> keep(line, errors));
        return new Answer(exitCode, output, errors);
    }

    /**
     * Reads bytes.
     *
     * @param input for standard input; all of it is read
     * @return without output
     * @throws EnvironmentException if there is no git, or it does not end
     */
    Answer read(Path directory, String input, ProcessRunner.ByteConsumer output, String... arguments)
            throws InterruptedException {
        List<String> errors = Collections.synchronizedList(new ArrayList<>());
        int exitCode = processes.runForBytes(
                command(directory, arguments).withInput(input), output, line -> keep(line, errors));
        return new Answer(exitCode, List.of(), errors);
    }

    /** Keeps the last lines, among which is the reason for a failure. */
    private static void keep(String line, List<String> errors) {
        if (errors.size() == MOST_ERRORS) {
            errors.remove(0);
        }
        errors.add(line);
    }

    private ProcessCommand command(Path directory, String... arguments) {
        Path git = executables.require("git", "read revisions of the repository");
        List<String> words = Stream.of(
                        Stream.of(git.toString()),
                        OPTIONS.stream(),
                        Stream.of("-C", directory.toString()),
                        Stream.of(arguments))
                .flatMap(part -> part)
                .toList();
        return ProcessCommand.of(LIMIT, words).passing(VARIABLES).with(SETTINGS);
    }

    /** Describes why git does not read a repository. */
    static ImageManagerException failure(Path directory, Answer answer) {
        String text = String.join("\n", answer.errors());
        if (text.contains("not a git repository")) {
            return new InputException(Problem.error(directory + " is not in a git repository")
                    .withHint("run it in a clone: an archive of a repository has no revisions"));
        }
        if (text.contains("cannot use bare repository") || text.contains("must be run in a work tree")) {
            return noWorkingTree(directory);
        }
        Matcher foreign = FOREIGN.matcher(text);
        if (foreign.find()) {
            return new EnvironmentException(Problem.error("git does not read the repository " + foreign.group(1)
                            + ", since it belongs to another user")
                    .withHint("if you trust it: git config --global --add safe.directory '" + foreign.group(1) + "'"));
        }
        if (text.contains("promisor remote")) {
            return new EnvironmentException(Problem.error(
                            "files of the revision are not in the clone " + directory + ", which is a partial one")
                    .withHint(COMPLETE_CLONE));
        }
        String reason = answer.errors().stream()
                .filter(line -> !line.isBlank() && !line.startsWith("warning: "))
                .findFirst()
                .orElse("exit code " + answer.exitCode());
        return new EnvironmentException(Problem.error("git cannot read the repository of " + directory + ": " + reason)
                .withHint("run 'git fsck' there"));
    }

    static InputException noWorkingTree(Path directory) {
        return new InputException(Problem.error(directory + " is not in the working tree of a git repository")
                .withHint("run it in a clone that is not bare"));
    }
}
