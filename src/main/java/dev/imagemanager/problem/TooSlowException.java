package dev.imagemanager.problem;

import java.time.Duration;

/** A program exceeded its time limit and was stopped. */
public final class TooSlowException extends EnvironmentException {

    public TooSlowException(String program, Duration limit) {
        super(Problem.error(program + " did not exit within " + limit.toSeconds() + " seconds and was stopped"));
    }
}
