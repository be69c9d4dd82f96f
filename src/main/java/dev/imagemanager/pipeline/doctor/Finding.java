package dev.imagemanager.pipeline.doctor;

import java.util.Optional;

/**
 * A result of a check.
 *
 * @param subject what was checked, in a few words
 * @param remedy what to do about it
 */
public record Finding(String subject, Verdict verdict, String message, Optional<String> remedy) {

    public enum Verdict {
        OK,
        /** Something works only in part, or fails in some configurations. */
        WARNING,
        /** Builds or tests cannot work. */
        FAILED
    }

    public static Finding ok(String subject, String message) {
        return new Finding(subject, Verdict.OK, message, Optional.empty());
    }

    public static Finding warning(String subject, String message, String remedy) {
        return new Finding(subject, Verdict.WARNING, message, Optional.of(remedy));
    }

    public static Finding failed(String subject, String message, String remedy) {
        return new Finding(subject, Verdict.FAILED, message, Optional.of(remedy));
    }
}
