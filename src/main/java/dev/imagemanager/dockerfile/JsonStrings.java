package dev.imagemanager.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the exec form, a JSON array of strings (RFC 8259). A shell command may also start with a bracket. */
final class JsonStrings {

    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private final String text;
    private final List<String> strings = new ArrayList<>();
    private int position;

    private JsonStrings(String text) {
        this.text = text;
    }

    static boolean isArray(String text) {
        return read(text).isPresent();
    }

    /** Returns the strings of an array; empty if the text is something else. */
    static Optional<List<String>> read(String text) {
        JsonStrings array = new JsonStrings(text);
        return text.startsWith("[") && array.readArray() ? Optional.of(array.strings) : Optional.empty();
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
        StringBuilder string = new StringBuilder();
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '"') {
                strings.add(string.toString());
                return true;
            }
            if (c < ' ' || (c == '\\' && !readEscape(string))) {
                return false;
            }
            if (c != '\\') {
                string.append(c);
            }
        }
        return false;
    }

    private boolean readEscape(StringBuilder string) {
        if (position == text.length()) {
            return false;
        }
        char c = text.charAt(position++);
        if (c != 'u') {
            int index = ESCAPES.indexOf(c);
            if (index >= 0) {
                string.append(ESCAPED.charAt(index));
            }
            return index >= 0;
        }
        int start = position;
        for (int end = position + 4; position < end; position++) {
            if (position == text.length() || "0123456789abcdefABCDEF".indexOf(text.charAt(position)) < 0) {
                return false;
            }
        }
        string.append((char) Integer.parseInt(text, start, position, 16));
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
