package dev.imagemanager.file.ignore;

import com.google.re2j.Pattern;
import java.util.Map;
import java.util.Set;

/**
 * The syntax of patterns with special characters, and its translation to regular expressions of RE2, which take linear time
 * as those of Go do.
 *
 * <p>Rules: {@code filepath.Match} of Go, with which patternmatcher checks patterns; {@code Pattern.compile} of
 * patternmatcher, which makes a regular expression; {@code regexp/syntax} of Go, which reads that.
 */
final class PatternSyntax {

    private static final Pattern REPETITION = Pattern.compile("\\{[0-9]+(,[0-9]*)?}");

    private static final String NO_SLASH = "[^/]*";

    /** Classes of regular expressions that a letter after a backslash means. */
    private static final Map<Character, String> LETTERS = Map.ofEntries(
            Map.entry('d', "[0-9]"),
            Map.entry('D', "[^0-9]"),
            Map.entry('s', "[\\t\\n\\f\\r ]"),
            Map.entry('S', "[^\\t\\n\\f\\r ]"),
            Map.entry('w', "[0-9A-Za-z_]"),
            Map.entry('W', "[^0-9A-Za-z_]"),
            Map.entry('a', "\\x07"),
            Map.entry('f', "\\x0C"),
            Map.entry('n', "\\x0A"),
            Map.entry('r', "\\x0D"),
            Map.entry('t', "\\x09"),
            Map.entry('v', "\\x0B"));

    private static final Set<String> CLASSES = Set.of(
            "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper",
            "word", "xdigit");

    private final String text;
    private int at;

    private PatternSyntax(String text) {
        this.text = text;
    }

    /** @throws MalformedPatternException for a pattern that {@code filepath.Match} refuses */
    static void check(String pattern) throws MalformedPatternException {
        new PatternSyntax(pattern).checkAll();
    }

    /** @throws MalformedPatternException for a pattern that Go does not compile, or of which this knows no equal */
    static Pattern expression(String pattern) throws MalformedPatternException {
        return Pattern.compile("^" + new PatternSyntax(regularExpression(pattern)).translated() + "\\z");
    }

    private void checkAll() throws MalformedPatternException {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\') {
                skipEscaped();
            } else if (c == '[') {
                checkBrackets();
            }
        }
    }

    private void checkBrackets() throws MalformedPatternException {
        if (isNext('^')) {
            at++;
        }
        for (int ranges = 0; ranges == 0 || !isNext(']'); ranges++) {
            checkBound();
            if (isNext('-')) {
                at++;
                checkBound();
            }
        }
        at++;
    }

    private void checkBound() throws MalformedPatternException {
        if (isNext('-') || isNext(']')) {
            throw new MalformedPatternException(
                    "'" + text.charAt(at) + "' has no meaning at this place between brackets");
        }
        if (isNext('\\')) {
            at++;
            skipEscaped();
        } else {
            at += width();
        }
        if (at >= text.length()) {
            throw new MalformedPatternException("'[' is never closed");
        }
    }

    private void skipEscaped() throws MalformedPatternException {
        if (at >= text.length()) {
            throw new MalformedPatternException("it ends with a backslash");
        }
        at += width();
    }

    private int width() throws MalformedPatternException {
        if (at >= text.length()) {
            throw new MalformedPatternException("'[' is never closed");
        }
        return Character.charCount(text.codePointAt(at));
    }

    private boolean isNext(char expected) {
        return at < text.length() && text.charAt(at) == expected;
    }

    /**
     * The expression of patternmatcher. An asterisk has its meaning also between brackets; {@code |} and braces are taken as
     * they are, since the bits for them are lost where it notes which characters to escape.
     */
    private static String regularExpression(String pattern) {
        StringBuilder expression = new StringBuilder();
        // Go's text/scanner passes over a byte order mark.
        int i = pattern.startsWith("\uFEFF") ? 1 : 0;
        while (i < pattern.length()) {
            char c = pattern.charAt(i++);
            if (c == '*' && i < pattern.length() && pattern.charAt(i) == '*') {
                i++;
                if (i < pattern.length() && pattern.charAt(i) == '/') {
                    i++;
                }
                expression.append(i == pattern.length() ? ".*" : "(.*/)?");
            } else if (c == '*') {
                expression.append(NO_SLASH);
            } else if (c == '?') {
                expression.append("[^/]");
            } else if (".+()$".indexOf(c) >= 0) {
                expression.append('\\').append(c);
            } else if (c == '\\') {
                int width = Character.charCount(pattern.codePointAt(i));
                expression.append('\\').append(pattern, i, i + width);
                i += width;
            } else {
                expression.append(c);
            }
        }
        return expression.toString();
    }

    /** Translates an expression of {@link #regularExpression}. What is not known to mean the same is refused. */
    private String translated() throws MalformedPatternException {
        StringBuilder translated = new StringBuilder();
        while (at < text.length()) {
            if (text.startsWith("(.*/)?", at)) {
                translated.append("(?:[^\\n]*/)?");
                at += 6;
            } else if (text.startsWith(".*", at)) {
                translated.append("[^\\n]*");
                at += 2;
            } else if (isNext('[')) {
                at++;
                translated.append(brackets());
            } else if (REPETITION.matcher(text.substring(at)).lookingAt()) {
                throw new MalformedPatternException("braces with numbers are a repetition for builders");
            } else if (isNext('*') || isNext('^') || isNext('|')) {
                translated.append(text.charAt(at++));
            } else {
                translated.append(isNext('\\') ? escaped() : literal(next()));
            }
        }
        return translated.toString();
    }

    /** Translates what follows {@code [}. */
    private String brackets() throws MalformedPatternException {
        StringBuilder set = new StringBuilder("[");
        if (isNext('^')) {
            at++;
            set.append('^');
        }
        for (boolean isFirst = true; isFirst || !isNext(']'); isFirst = false) {
            if (at >= text.length()) {
                throw new MalformedPatternException("'[' is never closed");
            }
            int end = text.startsWith("[:", at) ? text.indexOf(":]", at + 2) : -1;
            if (end >= 0) {
                set.append(named(text.substring(at + 2, end)));
                at = end + 2;
            } else if (isNext('\\') && at + 1 < text.length() && isClass(text.charAt(at + 1))) {
                set.append('\\').append(text.charAt(at + 1));
                at += 2;
            } else {
                range(set);
            }
        }
        at++;
        return set.append(']').toString();
    }

    private static boolean isClass(char letter) {
        return "dDsSwW".indexOf(letter) >= 0;
    }

    private static String named(String name) throws MalformedPatternException {
        boolean isNegated = name.startsWith("^");
        if (!CLASSES.contains(isNegated ? name.substring(1) : name)) {
            throw new MalformedPatternException("there is no class of characters [:" + name + ":]");
        }
        return "[:" + name + ":]";
    }

    private void range(StringBuilder set) throws MalformedPatternException {
        int low = bound();
        int high = low;
        if (isNext('-') && at + 1 < text.length() && text.charAt(at + 1) != ']') {
            at++;
            high = bound();
        }
        if (high < low) {
            throw new MalformedPatternException("a range between brackets ends before it starts");
        }
        set.append(literal(low)).append('-').append(literal(high));
    }

    private int bound() throws MalformedPatternException {
        if (at >= text.length()) {
            throw new MalformedPatternException("'[' is never closed");
        }
        if (!isNext('\\')) {
            return next();
        }
        at++;
        int c = next();
        String control = c < 128 ? LETTERS.get((char) c) : null;
        if (control != null && control.startsWith("\\x")) {
            return Integer.parseInt(control.substring(2), 16);
        }
        requirePunctuation(c);
        return c;
    }

    private String escaped() throws MalformedPatternException {
        at++;
        int c = next();
        String meaning = c < 128 ? LETTERS.get((char) c) : null;
        if (meaning != null) {
            return meaning;
        }
        requirePunctuation(c);
        return literal(c);
    }

    /** Go refuses other letters and digits, or they have a meaning that no one means in a {@code .dockerignore}. */
    private static void requirePunctuation(int c) throws MalformedPatternException {
        if (c >= 128 || Character.isLetterOrDigit(c) || c < ' ' || c == '_') {
            throw new MalformedPatternException("'" + Character.toString(c) + "' cannot follow a backslash");
        }
    }

    private int next() {
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    private static String literal(int c) {
        return String.format("\\x{%x}", c);
    }
}
