package dev.imagemanager.dockerfile;

/** The two definitions of white space in BuildKit's parser. */
final class Whitespace {

    private Whitespace() {}

    /** Go's {@code unicode.IsSpace}; used around lines, and between words of {@code ARG} and flags. */
    static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x80 && (c == 0x85 || Character.isSpaceChar(c)));
    }

    /** {@code [\t\v\f\r ]}; used between an instruction's keyword and its arguments, and between those of FROM. */
    static boolean isSeparator(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r' && c != '\n');
    }

    static boolean isBlank(String text) {
        return skipSpaces(text, 0, text.length()) == text.length();
    }

    /** Returns the first index in the range that is not a space, or its end. */
    static int skipSpaces(String text, int from, int end) {
        int index = from;
        while (index < end && isSpace(text.charAt(index))) {
            index++;
        }
        return index;
    }

    /** Returns the end of the range without trailing spaces. */
    static int trimEnd(String text, int from, int end) {
        int index = end;
        while (index > from && isSpace(text.charAt(index - 1))) {
            index--;
        }
        return index;
    }
}
