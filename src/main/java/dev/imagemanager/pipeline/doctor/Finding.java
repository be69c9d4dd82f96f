package dev.imagemanager.pipeline.doctor;

import java.util.Optional;

/**
 * What a check found.
 *
 * @param subject what was looked at, in a word or two
 * @param remedy what to do about it
 */
public record Finding(String subject, Verdict verdict, String message, Optional<String> remedy) {

    public enum Verdict {
        OK,
        /** Something works less well, or will fail in some way of working. */
        WARNING,
        /** Builds or tests cannot work as things are. */
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
