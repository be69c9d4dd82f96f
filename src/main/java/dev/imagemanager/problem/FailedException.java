package dev.imagemanager.problem;

import java.util.List;

/** A check, a build or a test failed. */
public final class FailedException extends ImageManagerException {

    public FailedException(Problem problem) {
        super(List.of(problem), null);
    }

    @Override
    public ExitCode exitCode() {
        return ExitCode.FAILED;
    }
}
