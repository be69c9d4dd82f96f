package dev.imagemanager.infra.process;

import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Describes why a program could not be started, by the number of the system's error (errno(3)) in Java's message. */
final class StartFailures {

    private static final Pattern NUMBER = Pattern.compile("error=([0-9]+)");

    private static final int TOO_LONG = 7;
    private static final int NO_PROGRAM = 8;
    private static final int TRY_AGAIN = 11;
    private static final int NO_MEMORY = 12;
    private static final int NOT_ALLOWED = 13;

    private StartFailures() {}

    static Problem describe(String program, List<String> command, IOException failure) {
        Matcher number = NUMBER.matcher(String.valueOf(failure.getMessage()));
        Problem problem = Problem.error("cannot run " + program + ": " + failure.getMessage());
        return switch (number.find() ? Integer.parseInt(number.group(1)) : 0) {
            case TOO_LONG ->
                Problem.error("cannot run " + program + ": its arguments are too long: " + bytes(command) + " bytes in "
                                + command.size() + " arguments, and the environment")
                        .withHint(
                                "shorten labels, build arguments or environment variables; 'getconf ARG_MAX' prints the"
                                        + " limit, which 'ulimit -s 24576' raises on Linux");
            case NO_PROGRAM -> problem.withHint("it is no program for this machine: install the one for its processor");
            case TRY_AGAIN, NO_MEMORY -> problem.withHint("end other programs, or run fewer at once with --jobs");
            case NOT_ALLOWED -> problem.withHint("give yourself the permission to execute it (chmod +x)");
            default -> problem.withHint("install it, or put it on the PATH");
        };
    }

    private static long bytes(List<String> command) {
        return command.stream()
                .mapToLong(argument -> argument.getBytes(StandardCharsets.UTF_8).length + 1L)
                .sum();
    }
}
