package dev.imagemanager.problem;

import java.util.Objects;
import java.util.Optional;

/**
 * One thing that a user has to know about their input or their environment.
 *
 * @param severity whether it stops the work
 * @param message what was tried and why it failed, in the user's words; no full stop at the end
 * @param location where to look, if it is in a file
 * @param hint what to do about it
 */
public record Problem(Severity severity, String message, Optional<SourceLocation> location, Optional<String> hint) {

    public enum Severity {
        ERROR,
        /** Worth knowing; the work goes on. */
        NOTE
    }

    public Problem {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(hint, "hint");
    }

    public static Problem error(String message) {
        return new Problem(Severity.ERROR, message, Optional.empty(), Optional.empty());
    }

    public static Problem error(SourceLocation location, String message) {
        return error(message).at(location);
    }

    public static Problem note(String message) {
        return new Problem(Severity.NOTE, message, Optional.empty(), Optional.empty());
    }

    public static Problem note(SourceLocation location, String message) {
        return note(message).at(location);
    }

    public Problem at(SourceLocation place) {
        return new Problem(severity, message, Optional.of(place), hint);
    }

    public Problem withHint(String remedy) {
        return new Problem(severity, message, location, Optional.of(remedy));
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    @Override
    public String toString() {
        return location.map(place -> place + ": ").orElse("")
                + message
                + hint.map(remedy -> " (" + remedy + ")").orElse("");
    }
}
