package dev.imagemanager.dockerfile;

/** Detects the exec form, a JSON array of strings (RFC 8259). A shell command may also start with a bracket. */
final class JsonStrings {

    private final String text;
    private int position;

    private JsonStrings(String text) {
        this.text = text;
    }

    static boolean isArray(String text) {
        return text.startsWith("[") && new JsonStrings(text).readArray();
    }

    private boolean readArray() {
        position = 1;
        skipSpaces();
        if (!take(']')) {
            do {
                skipSpaces();
                if (!readString()) {
                    return false;
                }
                skipSpaces();
            } while (take(','));
            if (!take(']')) {
                return false;
            }
        }
        skipSpaces();
        return position == text.length();
    }

    private boolean readString() {
        if (!take('"')) {
            return false;
        }
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '"') {
                return true;
            }
            if (c < ' ' || (c == '\\' && !readEscape())) {
                return false;
            }
        }
        return false;
    }

    private boolean readEscape() {
        if (position == text.length()) {
            return false;
        }
        char c = text.charAt(position++);
        if (c != 'u') {
            return "\"\\/bfnrt".indexOf(c) >= 0;
        }
        for (int end = position + 4; position < end; position++) {
            if (position == text.length() || "0123456789abcdefABCDEF".indexOf(text.charAt(position)) < 0) {
                return false;
            }
        }
        return true;
    }

    private void skipSpaces() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private boolean take(char expected) {
        boolean found = position < text.length() && text.charAt(position) == expected;
        if (found) {
            position++;
        }
        return found;
    }
}
