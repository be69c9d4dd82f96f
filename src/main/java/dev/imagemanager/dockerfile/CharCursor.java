package dev.imagemanager.dockerfile;

/** Goes through a text character by character. */
final class CharCursor {

    /** What is read at the end of the text, and equals no character. */
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

    /** What comes before a character, which is passed as well; null if it does not come. */
    String readThrough(char stop) {
        int found = text.indexOf(stop, position);
        if (found < 0) {
            return null;
        }
        String before = text.substring(position, found);
        position = found + 1;
        return before;
    }

    /** A variable's name: letters, digits and underscores; or digits only; or one of the shell's special parameters. */
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
