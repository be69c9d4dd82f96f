package dev.imagemanager.config;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How switches are written, in files and in environment variables: as Booleans of YAML 1.2 (core schema, 10.3.2). Those of
 * YAML 1.1 and of other programs are not taken, since {@code no} and {@code 0} are texts where a text is possible too.
 */
enum Switch {
    ON(Set.of("true", "True", "TRUE"), Set.of("yes", "y", "on", "1", "enable", "enabled", "t")),
    OFF(
            Set.of("false", "False", "FALSE"),
            Set.of("no", "n", "off", "0", "none", "null", "~", "disable", "disabled", "f", "never"));

    private final Set<String> written;
    private final Set<String> meant;

    Switch(Set<String> written, Set<String> meant) {
        this.written = written;
        this.meant = meant;
    }

    /** Returns the value; empty if the text is not a Boolean. */
    static Optional<Boolean> read(String text) {
        return ON.written.contains(text)
                ? Optional.of(true)
                : OFF.written.contains(text) ? Optional.of(false) : Optional.empty();
    }

    /** Returns the value that a text that is not a Boolean is meant to be. */
    static Optional<Boolean> meant(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        return ON.isMeant(lower) ? Optional.of(true) : OFF.isMeant(lower) ? Optional.of(false) : Optional.empty();
    }

    private boolean isMeant(String lower) {
        return meant.contains(lower) || written.contains(lower);
    }
}
