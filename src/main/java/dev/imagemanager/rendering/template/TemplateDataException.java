package dev.imagemanager.rendering.template;

import java.util.Objects;
import java.util.Optional;

/**
 * A requested value is not available. Thrown by a {@link TemplateObject} and reported as a problem at the position of
 * the expression.
 */
public final class TemplateDataException extends RuntimeException {

    private final transient Optional<String> hint;

    /** @param message the reason, without a full stop, such as "there is no base image 'bsae'" */
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
