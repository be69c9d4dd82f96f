package dev.imagemanager.pipeline.packages;

import java.util.Locale;

/**
 * A text in which {@code *} stands for any characters, also none, and {@code ?} for one. Letters may be upper or lower
 * case. Matching takes at most the product of both lengths.
 *
 * @param text in lower case
 */
record NamePattern(String text) {

    NamePattern {
        text = text.toLowerCase(Locale.ROOT);
    }

    boolean matches(String name) {
        String value = name.toLowerCase(Locale.ROOT);
        int i = 0;
        int j = 0;
        int star = -1;
        int resumed = 0;
        while (i < value.length()) {
            if (j < text.length() && text.charAt(j) == '*') {
                star = j;
                j++;
                resumed = i;
            } else if (j < text.length() && (text.charAt(j) == '?' || text.charAt(j) == value.charAt(i))) {
                i++;
                j++;
            } else if (star >= 0) {
                j = star + 1;
                resumed++;
                i = resumed;
            } else {
                return false;
            }
        }
        while (j < text.length() && text.charAt(j) == '*') {
            j++;
        }
        return j == text.length();
    }
}
