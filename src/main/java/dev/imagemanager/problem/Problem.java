package dev.imagemanager.problem;

import java.util.Objects;
import java.util.Optional;

/**
 * An error or a note about the user's input or environment.
 *
 * @param severity whether the command fails because of it
 * @param message what failed and why; no full stop at the end
 * @param location the position in a file, if there is one
 * @param hint how to solve it
 */
public record Problem(Severity severity, String message, Optional<SourceLocation> location, Optional<String> hint) {

    public enum Severity {
        ERROR,
        /** Probably a mistake; the command continues. */
        WARNING,
        /** For information; the command continues. */
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

    public static Problem warning(String message) {
        return new Problem(Severity.WARNING, message, Optional.empty(), Optional.empty());
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
