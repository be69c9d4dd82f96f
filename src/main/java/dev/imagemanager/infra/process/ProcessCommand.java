package dev.imagemanager.infra.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to run.
 *
 * @param command the program and its arguments; must not contain secrets, since every user of the machine can read them
 * @param passed the variables of this program that it gets
 * @param environment variables to set in addition to the passed ones
 * @param timeLimit after which the program is stopped
 * @param input for standard input; must be short, since the program may not read it
 * @param mostOutput in bytes; a program that prints more to standard output or standard error is stopped
 */
public record ProcessCommand(
        List<String> command,
        PassedVariables passed,
        Map<String, String> environment,
        Optional<Path> directory,
        Duration timeLimit,
        String input,
        long mostOutput) {

    public ProcessCommand {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    public static ProcessCommand of(Duration timeLimit, List<String> command) {
        return new ProcessCommand(
                command, PassedVariables.USUAL, Map.of(), Optional.empty(), timeLimit, "", Long.MAX_VALUE);
    }

    public ProcessCommand passing(PassedVariables variables) {
        return new ProcessCommand(command, variables, environment, directory, timeLimit, input, mostOutput);
    }

    public ProcessCommand in(Path workingDirectory) {
        return new ProcessCommand(
                command, passed, environment, Optional.of(workingDirectory), timeLimit, input, mostOutput);
    }

    public ProcessCommand with(String variable, String value) {
        Map<String, String> extended = new LinkedHashMap<>(environment);
        extended.put(variable, value);
        return new ProcessCommand(command, passed, extended, directory, timeLimit, input, mostOutput);
    }

    public ProcessCommand with(Map<String, String> variables) {
        Map<String, String> extended = new LinkedHashMap<>(environment);
        extended.putAll(variables);
        return new ProcessCommand(command, passed, extended, directory, timeLimit, input, mostOutput);
    }

    public ProcessCommand withInput(String text) {
        return new ProcessCommand(command, passed, environment, directory, timeLimit, text, mostOutput);
    }

    /** Limits each of the streams that are read line by line. */
    public ProcessCommand printingAtMost(int bytes) {
        return new ProcessCommand(command, passed, environment, directory, timeLimit, input, bytes);
    }

    public String program() {
        return command.get(0);
    }
}
