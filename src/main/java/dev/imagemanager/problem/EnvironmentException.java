package dev.imagemanager.problem;

import java.util.List;

/** A tool, daemon, registry, disk or network that the work needs is missing or refuses. */
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
