package dev.imagemanager.rendering.template;

import dev.imagemanager.rendering.template.Lexeme.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits markup into lexemes, up to the closing brace. As in Qute, string literals have single or double quotes and no
 * escapes.
 */
public final class Lexer {

    /** Longer ones first, since the first match is used. */
    private static final List<String> SYMBOLS = List.of(
            "?:", "??", "&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "?", ":", ".", ",", "(", ")", "[", "]", "=",
            "/");

    private final String text;
    private final int markupStart;
    private final boolean severalLines;
    private final List<Lexeme> lexemes = new ArrayList<>();
    private int next;

    private Lexer(String text, int markupStart, int start, boolean severalLines) {
        this.text = text;
        this.markupStart = markupStart;
        this.next = start;
        this.severalLines = severalLines;
    }

    /**
     * @param markupStart offset of the markup, for messages
     * @param start offset of the first lexeme
     * @param severalLines whether the markup may span several lines
     * @return ends with a lexeme of kind {@link Kind#END}
     * @throws SyntaxException for unclosed markup, an unclosed literal or an unknown character
     */
    static List<Lexeme> lex(String text, int markupStart, int start, boolean severalLines) {
        return new Lexer(text, markupStart, start, severalLines).lex();
    }

    private List<Lexeme> lex() {
        while (true) {
            skipWhitespace();
            if (next >= text.length() || text.charAt(next) == '{' || text.charAt(next) == '\n') {
                throw new SyntaxException(
                        markupStart, "'" + opening() + "' is not closed", "the closing '}' is missing");
            }
            char character = text.charAt(next);
            if (character == '}') {
                add(Kind.END, next + 1);
                return lexemes;
            } else if (character == '\'' || character == '"') {
                add(Kind.TEXT, literalEnd(character));
            } else if (isDigit(character) && !followsPoint()) {
                add(Kind.NUMBER, numberEnd());
            } else if (isNamePart(character)) {
                add(Kind.NAME, nameEnd(text, next));
            } else {
                add(Kind.SYMBOL, symbolEnd(character));
            }
        }
    }

    /** @return the end of the name that starts at the given offset */
    static int nameEnd(String text, int start) {
        int end = start;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private void skipWhitespace() {
        while (next < text.length()
                && Character.isWhitespace(text.charAt(next))
                && (severalLines || text.charAt(next) != '\n')) {
            next++;
        }
    }

    private void add(Kind kind, int end) {
        lexemes.add(new Lexeme(kind, text.substring(next, end), next));
        next = end;
    }

    private int literalEnd(char quote) {
        for (int end = next + 1; end < text.length() && text.charAt(end) != '\n'; end++) {
            if (text.charAt(end) == quote) {
                return end + 1;
            }
        }
        throw new SyntaxException(
                next, "the string that starts here is not closed", "the closing " + quote + " is missing on this line");
    }

    private int numberEnd() {
        int end = next;
        while (end < text.length()
                && (isDigit(text.charAt(end))
                        || text.charAt(end) == '.' && end + 1 < text.length() && isDigit(text.charAt(end + 1)))) {
            end++;
        }
        if (end < text.length() && isNamePart(text.charAt(end))) {
            String written = text.substring(next, nameEnd(text, end));
            throw new SyntaxException(
                    next, "'" + written + "' is not a number", "write it in quotes: '" + written + "'");
        }
        return end;
    }

    private int symbolEnd(char character) {
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, next)) {
                return next + symbol.length();
            }
        }
        if (character == '-') {
            throw new SyntaxException(
                    next,
                    "'-' is not allowed in a name",
                    "put a key with a hyphen in brackets: versions['dotnet-sdk']");
        }
        throw new SyntaxException(next, "'" + Character.toString(text.codePointAt(next)) + "' is not allowed here");
    }

    private boolean followsPoint() {
        return next > 0 && text.charAt(next - 1) == '.';
    }

    private String opening() {
        int end = markupStart + 2;
        return text.substring(markupStart, severalLines ? nameEnd(text, end) : end);
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private static boolean isNamePart(char character) {
        return Character.isLetterOrDigit(character) || character == '_';
    }
}
