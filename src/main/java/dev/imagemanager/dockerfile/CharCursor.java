package dev.imagemanager.dockerfile;

/** Reads a string character by character. */
final class CharCursor {

    /** The value at the end of the string. */
    static final int END = -1;

    private final String text;
    private int position;

    CharCursor(String text) {
        this.text = text;
    }

    int position() {
        return position;
    }

    int peek() {
        return position < text.length() ? text.charAt(position) : END;
    }

    int read() {
        int c = peek();
        position++;
        return c;
    }

    String since(int start) {
        return text.substring(start, position);
    }

    /** Reads up to a character and skips that; null if it does not occur. */
    String readThrough(char stop) {
        int found = text.indexOf(stop, position);
        if (found < 0) {
            return null;
        }
        String before = text.substring(position, found);
        position = found + 1;
        return before;
    }

    /** Reads a variable name: letters, digits and underscores; or only digits; or a special parameter of the shell. */
    String readName() {
        int start = position;
        if (peek() != END && "@*#?-$!".indexOf(peek()) >= 0) {
            position++;
        } else if (Character.isDigit(peek())) {
            while (Character.isDigit(peek())) {
                position++;
            }
        } else {
            while (Character.isLetterOrDigit(peek()) || peek() == '_') {
                position++;
            }
        }
        return text.substring(start, position);
    }
}
