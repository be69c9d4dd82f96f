package dev.imagemanager.problem;

import java.util.List;

/** What the user wrote, on the command line or in a file, cannot be used. Nothing was done. */
public final class InputException extends ImageManagerException {

    public InputException(List<Problem> problems) {
        super(problems, null);
    }

    public InputException(Problem problem) {
        this(List.of(problem));
    }

    @Override
    public ExitCode exitCode() {
        return ExitCode.INPUT;
    }
}
