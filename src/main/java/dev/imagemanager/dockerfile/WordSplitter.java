package dev.imagemanager.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** Splits a text at unquoted spaces. */
final class WordSplitter {

    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();

    void add(char c) {
        if (!Whitespace.isSpace(c)) {
            word.append(c);
        } else if (word.length() > 0) {
            endWord();
        }
    }

    void add(String text) {
        for (int i = 0; i < text.length(); i++) {
            add(text.charAt(i));
        }
    }

    void addRaw(char c) {
        word.append(c);
    }

    void addRaw(String text) {
        word.append(text);
    }

    List<String> finish() {
        if (word.length() > 0) {
            endWord();
        }
        return words;
    }

    private void endWord() {
        words.add(word.toString());
        word.setLength(0);
    }
}
