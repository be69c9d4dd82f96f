package dev.imagemanager.problem;

import java.util.List;
import java.util.stream.Collectors;

/** Ends a command for a reason that the user can understand; anything else that is thrown is a mistake of ours. */
public abstract sealed class ImageManagerException extends RuntimeException
        permits InputException, EnvironmentException, FailedException {

    private final transient List<Problem> problems;

    ImageManagerException(List<Problem> problems, Throwable cause) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), cause);
        this.problems = List.copyOf(problems);
    }

    /** Never empty. */
    public List<Problem> problems() {
        return problems;
    }

    public abstract ExitCode exitCode();
}
