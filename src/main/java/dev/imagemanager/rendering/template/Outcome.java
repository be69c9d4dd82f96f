package dev.imagemanager.rendering.template;

/** What an expression can result in besides a value. It goes through further lookups unchanged. */
public sealed interface Outcome {

    /** Something is missing where the template allows it, with {@code ??} or in a test. */
    enum Nothing implements Outcome {
        INSTANCE
    }

    /** A problem was reported; what is made of this result is not worth another. */
    enum Reported implements Outcome {
        INSTANCE
    }

    /** The data refused an answer; to be reported by whoever knows the place. */
    record Refused(TemplateDataException reason) implements Outcome {}
}
