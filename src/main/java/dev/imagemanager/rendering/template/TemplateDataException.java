package dev.imagemanager.rendering.template;

import java.util.Objects;
import java.util.Optional;

/**
 * What a template asks for cannot be had. Thrown by a {@link TemplateObject}, shown to the user as a problem at the place
 * of the expression.
 */
public final class TemplateDataException extends RuntimeException {

    private final transient Optional<String> hint;

    /** @param message why, in the user's words, without a full stop, such as "no base image is called 'bsae'" */
    public TemplateDataException(String message) {
        this(message, Optional.empty());
    }

    public TemplateDataException(String message, String hint) {
        this(message, Optional.of(hint));
    }

    private TemplateDataException(String message, Optional<String> hint) {
        super(Objects.requireNonNull(message, "message"), null, false, false);
        this.hint = hint;
    }

    public Optional<String> hint() {
        return hint;
    }
}
