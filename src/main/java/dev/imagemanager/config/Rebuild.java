package dev.imagemanager.config;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** When a target is built again. */
public enum Rebuild {

    /** When something that determines the image has changed. */
    CHANGED,

    /** With every build, and every step of it. */
    ALWAYS;

    /** What {@link #find} accepts. */
    static final String SYNTAX = "changed|always";

    public static Optional<Rebuild> find(String name) {
        return Stream.of(values())
                .filter(value -> value.toString().equals(name))
                .findFirst();
    }

    /** Returns the word in definitions. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
