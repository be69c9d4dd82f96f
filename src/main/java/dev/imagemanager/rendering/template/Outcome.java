package dev.imagemanager.rendering.template;

/** A result of an expression that is not a value. Further lookups return it unchanged. */
public sealed interface Outcome {

    /** A missing value where it is allowed: with {@code ??} or in a condition. */
    enum Nothing implements Outcome {
        INSTANCE
    }

    /** A problem was already reported for this value. */
    enum Reported implements Outcome {
        INSTANCE
    }

    /** The data threw an exception, to be reported with the position. */
    record Refused(TemplateDataException reason) implements Outcome {}
}
