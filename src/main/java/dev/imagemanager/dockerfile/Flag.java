package dev.imagemanager.dockerfile;

import java.util.Arrays;
import java.util.Optional;

/**
 * A flag between an instruction's keyword and its arguments.
 *
 * @param text {@code --name=value} without quotes and escapes
 * @param origins offset in the line of each character of the text
 */
record Flag(String text, int[] origins) {

    String name() {
        int equals = text.indexOf('=');
        return equals < 0 ? text : text.substring(0, equals);
    }

    /** Returns the value; empty if there is no {@code =}. */
    Optional<String> value() {
        int equals = text.indexOf('=');
        return equals < 0 ? Optional.empty() : Optional.of(text.substring(equals + 1));
    }

    int start() {
        return origins[0];
    }

    /** Returns the offset in the line of a character of the value, or of its end. */
    int valueOrigin(int index) {
        int inText = text.indexOf('=') + 1 + index;
        return inText < origins.length ? origins[inText] : origins[origins.length - 1] + 1;
    }

    /** Builds a flag from its characters. */
    static final class Builder {

        private final StringBuilder text = new StringBuilder();
        private int[] origins = new int[32];

        void add(char c, int origin) {
            if (text.length() == origins.length) {
                origins = Arrays.copyOf(origins, 2 * origins.length);
            }
            origins[text.length()] = origin;
            text.append(c);
        }

        boolean isEndOfFlags() {
            return text.length() == 2;
        }

        Flag build() {
            return new Flag(text.toString(), Arrays.copyOf(origins, text.length()));
        }
    }
}
