package dev.imagemanager.problem;

import java.util.List;
import java.util.stream.Collectors;

/** Ends a command with problems to show to the user. Any other exception is an internal error. */
public abstract sealed class ImageManagerException extends RuntimeException
        permits InputException, EnvironmentException, FailedException {

    private final transient List<Problem> problems;

    ImageManagerException(List<Problem> problems, Throwable cause) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), cause);
        this.problems = List.copyOf(problems);
    }

    /** Returns the problems, at least one. */
    public List<Problem> problems() {
        return problems;
    }

    public abstract ExitCode exitCode();
}
