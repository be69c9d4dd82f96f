package dev.imagemanager.problem;

import java.util.List;

/** A required tool, daemon, registry, disk or network is missing or failed. */
public sealed class EnvironmentException extends ImageManagerException permits TooSlowException, UnreachableException {

    public EnvironmentException(Problem problem) {
        this(problem, null);
    }

    public EnvironmentException(Problem problem, Throwable cause) {
        super(List.of(problem), cause);
    }

    @Override
    public ExitCode exitCode() {
        return ExitCode.ENVIRONMENT;
    }
}
