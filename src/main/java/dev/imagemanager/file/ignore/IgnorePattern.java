package dev.imagemanager.file.ignore;

import com.google.re2j.Pattern;
import java.util.function.Predicate;

/**
 * One pattern of a {@code .dockerignore}.
 *
 * <p>Rules: moby/patternmatcher 0.6. Its patterns are those of Go's {@code filepath.Match} with {@code **} for any number
 * of folders, but its characters between brackets, and letters after a backslash, have the meaning of Go's regular
 * expressions, which it makes of them. A pattern gets to the client in a header of gRPC, which has no control characters.
 */
final class IgnorePattern {

    private static final String SPECIAL = "*?[]^\\";

    private static final char DELETE = 0x7F;

    private final String text;
    private final boolean isException;
    private final Predicate<String> matcher;

    private IgnorePattern(String text, boolean isException) throws MalformedPatternException {
        this.text = text;
        this.isException = isException;
        this.matcher = matcher(text);
    }

    /**
     * @param written cleaned, with {@code !} for an exception
     * @throws MalformedPatternException if builders refuse it
     */
    static IgnorePattern of(String written) throws MalformedPatternException {
        if (written.equals("!")) {
            throw new MalformedPatternException("'!' is followed by nothing");
        }
        if (written.chars().anyMatch(c -> c < ' ' || c == DELETE)) {
            throw new MalformedPatternException("builders accept no control characters");
        }
        boolean isException = written.startsWith("!");
        String text = isException ? written.substring(1) : written;
        PatternSyntax.check(text);
        return new IgnorePattern(text, isException);
    }

    /** Returns whether what it matches is kept. */
    boolean isException() {
        return isException;
    }

    /** @param path relative to the context */
    boolean matches(String path) {
        return matcher.test(path);
    }

    /** Returns whether it could match something below a folder. */
    boolean mayMatchBelow(String folder) {
        String below = folder + "/";
        String certain = withoutSpecialNames();
        return isPlain(text)
                ? text.startsWith(below)
                : certain.isEmpty() || (certain + "/").startsWith(below) || below.startsWith(certain + "/");
    }

    /** Returns the names at the start up to the first with a special character. */
    private String withoutSpecialNames() {
        if (text.indexOf('|') >= 0) {
            return "";
        }
        for (int i = 0; i < text.length(); i++) {
            if (SPECIAL.indexOf(text.charAt(i)) >= 0) {
                int slash = text.lastIndexOf('/', i);
                return slash < 0 ? "" : text.substring(0, slash);
            }
        }
        return text;
    }

    /** Chooses between the comparisons as patternmatcher does: they differ in more than speed. */
    private static Predicate<String> matcher(String text) throws MalformedPatternException {
        if (isPlain(text)) {
            return text::equals;
        }
        if (text.endsWith("**") && isPlain(text.substring(0, text.length() - 2))) {
            String start = text.substring(0, text.length() - 2);
            return path -> path.startsWith(start);
        }
        if (text.startsWith("**") && isPlain(text.substring(2))) {
            String end = text.substring(2);
            return end.startsWith("/")
                    ? path -> path.endsWith(end) || path.equals(end.substring(1))
                    : path -> path.endsWith(end);
        }
        Pattern expression = PatternSyntax.expression(text);
        return path -> expression.matcher(path).find();
    }

    private static boolean isPlain(String text) {
        return text.chars().noneMatch(c -> "*?[]\\".indexOf(c) >= 0);
    }
}
