package dev.imagemanager.rendering.template;

/**
 * A token of an expression.
 *
 * @param text as written; a {@link Kind#TEXT} includes its quotes
 * @param start offset in the template's text
 */
public record Lexeme(Kind kind, String text, int start) {

    enum Kind {
        NAME,
        /** A literal in single or double quotes. */
        TEXT,
        /** Digits, also with points between them: {@code 3}, {@code 3.12}. */
        NUMBER,
        SYMBOL,
        /** The brace that closes the markup. */
        END
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    int end() {
        return start + text.length();
    }
}
