package dev.imagemanager.problem;

import java.util.List;

/** A required tool, daemon, registry, disk or network is missing or failed. */
public final class EnvironmentException extends ImageManagerException {

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
