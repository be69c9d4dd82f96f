package dev.imagemanager.rendering.template;

import java.util.Optional;

/** A syntax error in markup. {@link TemplateScanner} converts it to a problem. */
public final class SyntaxException extends RuntimeException {

    private final int offset;
    private final transient Optional<String> hint;

    /** @param offset offset in the template's text */
    SyntaxException(int offset, String message, String hint) {
        super(message, null, false, false);
        this.offset = offset;
        this.hint = Optional.of(hint);
    }

    SyntaxException(int offset, String message) {
        super(message, null, false, false);
        this.offset = offset;
        this.hint = Optional.empty();
    }

    int offset() {
        return offset;
    }

    Optional<String> hint() {
        return hint;
    }
}
