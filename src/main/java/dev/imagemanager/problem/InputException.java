package dev.imagemanager.problem;

import java.util.List;

/** Invalid input on the command line or in a file. Nothing was changed. */
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
