package dev.imagemanager.dockerfile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The patterns of {@code ${x#pattern}}, {@code ${x%pattern}} and {@code ${x/pattern/text}}: {@code *} matches any text,
 * {@code ?} any character, and a backslash escapes these two and itself.
 */
final class ShellPattern {

    private ShellPattern() {}

    static String withoutPrefix(String value, String pattern, boolean longest) throws ShellSyntaxException {
        Matcher matcher = compile(pattern, longest).matcher(value);
        return matcher.lookingAt() ? value.substring(matcher.end()) : value;
    }

    /** Reverses both sides, since regular expressions match from the left. */
    static String withoutSuffix(String value, String pattern, boolean longest) throws ShellSyntaxException {
        String rest = withoutPrefix(reverse(value), reversePattern(pattern), longest);
        return reverse(rest);
    }

    static String replace(String value, String pattern, String replacement, boolean all) throws ShellSyntaxException {
        Matcher matcher = compile(pattern, true).matcher(value);
        StringBuilder result = new StringBuilder();
        int copied = 0;
        int lastEnd = -1;
        while (matcher.find()) {
            boolean touchesLast = matcher.start() == matcher.end() && matcher.start() == lastEnd;
            lastEnd = matcher.end();
            if (touchesLast) {
                continue;
            }
            result.append(value, copied, matcher.start()).append(replacement);
            copied = matcher.end();
            if (!all) {
                break;
            }
        }
        return result.append(value, copied, value.length()).toString();
    }

    private static Pattern compile(String pattern, boolean longest) throws ShellSyntaxException {
        StringBuilder expression = new StringBuilder(pattern.length() + 8);
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*') {
                expression.append(longest ? ".*" : ".*?");
            } else if (c == '?') {
                expression.append('.');
            } else if (c != '\\') {
                appendLiteral(expression, c);
            } else if (i + 1 == pattern.length() || "*?\\}/".indexOf(pattern.charAt(i + 1)) < 0) {
                throw new ShellSyntaxException("invalid escape in the pattern " + pattern);
            } else {
                i++;
                appendLiteral(expression, pattern.charAt(i));
            }
        }
        return Pattern.compile(expression.toString(), Pattern.UNIX_LINES);
    }

    private static void appendLiteral(StringBuilder expression, char c) {
        if ("\\*?[]{}.+()|^$".indexOf(c) >= 0) {
            expression.append('\\');
        }
        expression.append(c);
    }

    /** Reverses a pattern; backslashes stay before the characters that they escape. */
    private static String reversePattern(String pattern) {
        StringBuilder reversed = new StringBuilder(pattern.length());
        int end = pattern.length();
        for (int i = 0; i < end; i++) {
            if (pattern.charAt(i) == '\\' && i + 1 < end) {
                reversed.append(pattern.charAt(i + 1)).append('\\');
                i++;
            } else {
                reversed.append(pattern.charAt(i));
            }
        }
        return reverse(reversed.toString());
    }

    private static String reverse(String text) {
        return new StringBuilder(text).reverse().toString();
    }
}
