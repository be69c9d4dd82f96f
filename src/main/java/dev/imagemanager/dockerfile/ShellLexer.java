package dev.imagemanager.dockerfile;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Processes quotes, escapes and variables like BuildKit's {@code shell.Lex}, which differs from a shell.
 *
 * <p>Rules: Dockerfile reference, "Environment replacement"; {@code frontend/dockerfile/shell/lex.go}.
 */
final class ShellLexer {

    /**
     * How much longer a text can become, in characters. An {@code ARG} can use another one many times, so that the length
     * would grow exponentially.
     */
    private static final int GROWTH_LIMIT = 1 << 16;

    private final CharCursor chars;
    private final int lengthLimit;
    private final char escape;
    private final Map<String, String> variables;
    private final boolean keepQuotes;
    private final boolean keepUnset;
    private final Set<String> unset = new LinkedHashSet<>();
    private final Set<String> named = new LinkedHashSet<>();
    private boolean keepEscapes;

    private ShellLexer(String source, char escape, Map<String, String> variables, boolean raw, boolean keepUnset) {
        this.chars = new CharCursor(source);
        this.lengthLimit = source.length() + GROWTH_LIMIT;
        this.escape = escape;
        this.variables = variables;
        this.keepQuotes = raw;
        this.keepEscapes = raw;
        this.keepUnset = keepUnset;
    }

    /**
     * A word with expanded variables and without quotes.
     *
     * @param unset the variables without a value, in the order of the text, except those that have a default there
     * @param named all variables that decide the text
     */
    record Expansion(String text, Set<String> unset, Set<String> named) {}

    /** @throws ShellSyntaxException for an open quote or brace, an unknown modifier, or {@code ${x:?message}} */
    static Expansion expand(String word, char escape, Map<String, String> variables) throws ShellSyntaxException {
        if (isPlain(word, escape)) {
            return new Expansion(word, Set.of(), Set.of());
        }
        ShellLexer lexer = new ShellLexer(word, escape, variables, false, false);
        String text = lexer.readUntil(CharCursor.END, false, new WordSplitter());
        return new Expansion(text, lexer.unset, lexer.named);
    }

    private static boolean isPlain(String word, char escape) {
        return word.indexOf('$') < 0 && word.indexOf('"') < 0 && word.indexOf('\'') < 0 && word.indexOf(escape) < 0;
    }

    /** Splits a text into words and removes quotes and escapes. Does not expand variables. */
    static List<String> words(String text) throws ShellSyntaxException {
        return words(text, false);
    }

    /** Splits a text into words, unchanged. */
    static List<String> rawWords(String text) throws ShellSyntaxException {
        return words(text, true);
    }

    private static List<String> words(String text, boolean raw) throws ShellSyntaxException {
        WordSplitter words = new WordSplitter();
        new ShellLexer(text, '\\', Map.of(), raw, true).readUntil(CharCursor.END, raw, words);
        return words.finish();
    }

    private String readUntil(int stop, boolean rawEscapes, WordSplitter words) throws ShellSyntaxException {
        boolean outerEscapes = keepEscapes;
        keepEscapes = rawEscapes;
        try {
            StringBuilder result = new StringBuilder();
            while (chars.peek() != CharCursor.END) {
                if (chars.peek() == stop) {
                    chars.read();
                    return result.toString();
                }
                readPart(result, words);
                if (result.length() > lengthLimit) {
                    throw new ShellSyntaxException("the result is longer than " + lengthLimit + " characters");
                }
            }
            if (stop != CharCursor.END) {
                throw new ShellSyntaxException("missing '" + (char) stop + "' in ${}");
            }
            return result.toString();
        } finally {
            keepEscapes = outerEscapes;
        }
    }

    private void readPart(StringBuilder result, WordSplitter words) throws ShellSyntaxException {
        int c = chars.peek();
        if (c == '$') {
            String value = readVariable();
            result.append(value);
            words.add(value);
        } else if (c == '\'' || c == '"' || c == '<') {
            String part = c == '<' ? readLessThan() : c == '"' ? readDoubleQuoted() : readSingleQuoted();
            result.append(part);
            words.addRaw(part);
        } else if (c == escape) {
            readEscaped(result, words);
        } else {
            chars.read();
            result.append((char) c);
            words.add((char) c);
        }
    }

    private void readEscaped(StringBuilder result, WordSplitter words) {
        chars.read();
        if (keepEscapes) {
            result.append(escape);
            words.addRaw(escape);
        }
        if (chars.peek() != CharCursor.END) {
            char escaped = (char) chars.read();
            result.append(escaped);
            words.addRaw(escaped);
        }
    }

    private String readSingleQuoted() throws ShellSyntaxException {
        int start = chars.position();
        chars.read();
        String quoted = chars.readThrough('\'');
        if (quoted == null) {
            throw new ShellSyntaxException("missing closing single quote");
        }
        return keepQuotes ? chars.since(start) : quoted;
    }

    private String readDoubleQuoted() throws ShellSyntaxException {
        StringBuilder quoted = new StringBuilder();
        int quote = chars.read();
        appendQuote(quoted, quote);
        while (chars.peek() != '"') {
            if (chars.peek() == CharCursor.END) {
                throw new ShellSyntaxException("missing closing double quote");
            }
            if (chars.peek() == '$') {
                quoted.append(readVariable());
            } else {
                readQuotedChar(quoted);
            }
        }
        appendQuote(quoted, chars.read());
        return quoted.toString();
    }

    private void appendQuote(StringBuilder quoted, int quote) {
        if (keepQuotes) {
            quoted.append((char) quote);
        }
    }

    /** In double quotes, only {@code "}, {@code $} and the escape character can be escaped. */
    private void readQuotedChar(StringBuilder quoted) {
        char c = (char) chars.read();
        if (c == escape) {
            if (keepEscapes) {
                quoted.append(c);
            }
            if (chars.peek() == CharCursor.END) {
                return;
            }
            if (chars.peek() == '"' || chars.peek() == '$' || chars.peek() == escape) {
                c = (char) chars.read();
            }
        }
        quoted.append(c);
    }

    /** {@code << EOF} is one word. */
    private String readLessThan() {
        int start = chars.position();
        chars.read();
        if (chars.peek() == '<') {
            chars.read();
            while (chars.peek() == ' ' || chars.peek() == '\t' || chars.peek() == '\r') {
                chars.read();
            }
        }
        return chars.since(start);
    }

    private String readVariable() throws ShellSyntaxException {
        chars.read();
        if (chars.peek() == '{') {
            chars.read();
            return readBraced();
        }
        String name = chars.readName();
        if (name.isEmpty()) {
            return "$";
        }
        named.add(name);
        String value = lookUp(name);
        return isKept(value) ? "$" + name : orEmpty(value);
    }

    private String readBraced() throws ShellSyntaxException {
        int start = chars.position();
        if (chars.peek() == '{' || chars.peek() == '}' || chars.peek() == ':') {
            throw new ShellSyntaxException("bad substitution ${" + (char) chars.peek());
        }
        String name = chars.readName();
        named.add(name);
        int modifier = chars.read();
        String value;
        switch (modifier) {
            case '}' -> value = lookUp(name);
            case ':' -> value = applyDefault(name, chars.read(), true);
            case '-', '+', '?' -> value = applyDefault(name, modifier, false);
            case '#', '%' -> value = trim(name, (char) modifier);
            case '/' -> value = replace(name);
            case CharCursor.END -> throw unclosed(name);
            default -> throw unsupported(String.valueOf((char) modifier));
        }
        if (isKept(variables.get(name))) {
            return "${" + chars.since(start);
        }
        return orEmpty(value);
    }

    private String applyDefault(String name, int modifier, boolean emptyCountsAsUnset) throws ShellSyntaxException {
        if (modifier == CharCursor.END) {
            throw unclosed(name);
        }
        if (modifier != '-' && modifier != '+' && modifier != '?') {
            throw unsupported(":" + (char) modifier);
        }
        String word = readUntil('}', false, new WordSplitter());
        String value = modifier == '?' ? lookUp(name) : variables.get(name);
        boolean usable = value != null && !(emptyCountsAsUnset && value.isEmpty());
        if (modifier == '+') {
            return usable ? word : "";
        }
        if (!usable && modifier == '?' && !keepUnset) {
            String why = value == null ? "is not allowed to be unset" : "is not allowed to be empty";
            throw new ShellSyntaxException(name + ": " + (word.isEmpty() ? why : word));
        }
        return usable ? value : word;
    }

    private String trim(String name, char modifier) throws ShellSyntaxException {
        String pattern = readUntil('}', true, new WordSplitter());
        boolean longest = !pattern.isEmpty() && pattern.charAt(0) == modifier;
        String rest = longest ? pattern.substring(1) : pattern;
        String value = lookUp(name);
        if (isKept(value)) {
            return "";
        }
        return modifier == '#'
                ? ShellPattern.withoutPrefix(orEmpty(value), rest, longest)
                : ShellPattern.withoutSuffix(orEmpty(value), rest, longest);
    }

    private String replace(String name) throws ShellSyntaxException {
        boolean all = chars.peek() == '/';
        if (all) {
            chars.read();
        }
        String pattern = readUntil('/', true, new WordSplitter());
        String replacement = readUntil('}', true, new WordSplitter());
        String value = lookUp(name);
        return isKept(value) ? "" : ShellPattern.replace(orEmpty(value), pattern, replacement, all);
    }

    private static ShellSyntaxException unclosed(String name) {
        return new ShellSyntaxException("missing '}' in ${" + name);
    }

    private static ShellSyntaxException unsupported(String modifier) {
        return new ShellSyntaxException("unsupported modifier " + modifier + " in ${}");
    }

    private boolean isKept(String value) {
        return value == null && keepUnset;
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }

    private String lookUp(String name) {
        String value = variables.get(name);
        if (value == null) {
            unset.add(name);
        }
        return value;
    }
}
