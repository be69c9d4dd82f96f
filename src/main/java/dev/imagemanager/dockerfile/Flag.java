package dev.imagemanager.dockerfile;

import java.util.Arrays;
import java.util.Optional;

/**
 * A flag between an instruction's keyword and its arguments.
 *
 * @param text {@code --name=value} without quotes and escapes
 * @param origins for each character of the text, where it stood in the line
 */
record Flag(String text, int[] origins) {

    String name() {
        int equals = text.indexOf('=');
        return equals < 0 ? text : text.substring(0, equals);
    }

    /** Empty when there is no {@code =}. */
    Optional<String> value() {
        int equals = text.indexOf('=');
        return equals < 0 ? Optional.empty() : Optional.of(text.substring(equals + 1));
    }

    int start() {
        return origins[0];
    }

    /** Where a character of the value stood in the line; the value's end is taken for one. */
    int valueOrigin(int index) {
        int inText = text.indexOf('=') + 1 + index;
        return inText < origins.length ? origins[inText] : origins[origins.length - 1] + 1;
    }

    /** Collects a flag's characters. */
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
