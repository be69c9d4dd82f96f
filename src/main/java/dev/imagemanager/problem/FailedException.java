package dev.imagemanager.problem;

import java.util.List;

/** The work was done and its answer is no: a check, a build or a test did not pass. */
public final class FailedException extends ImageManagerException {

    public FailedException(Problem problem) {
        super(List.of(problem), null);
    }

    @Override
    public ExitCode exitCode() {
        return ExitCode.FAILED;
    }
}
