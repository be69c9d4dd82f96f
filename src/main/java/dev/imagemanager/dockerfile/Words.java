package dev.imagemanager.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** Splits the arguments of an instruction into words. */
final class Words {

    private Words() {}

    /** Splits at white space and ignores quotes, like {@code parseStringsWhitespaceDelimited} of BuildKit's parser. */
    static List<Word> separated(LogicalLine line, CommandLine command) {
        List<Word> words = new ArrayList<>(3);
        String text = command.arguments();
        int start = 0;
        for (int end = 0; end <= text.length(); end++) {
            if (end == text.length() || Whitespace.isSeparator(text.charAt(end))) {
                if (end > start) {
                    words.add(word(line, command, text.substring(start, end), start));
                }
                start = end + 1;
            }
        }
        return words;
    }

    /** Splits at unquoted spaces and keeps quotes and escapes, like {@code parseWords} of BuildKit's parser. */
    static List<Word> quoted(LogicalLine line, CommandLine command, char escape) {
        List<Word> words = new ArrayList<>(1);
        String text = command.arguments();
        int start = Whitespace.skipSpaces(text, 0, text.length());
        while (start < text.length()) {
            int end = endOfWord(text, start, escape);
            words.add(word(line, command, text.substring(start, end), start));
            start = Whitespace.skipSpaces(text, end, text.length());
        }
        return words;
    }

    private static int endOfWord(String text, int start, char escape) {
        char quote = 0;
        int index = start;
        while (index < text.length() && (quote != 0 || !Whitespace.isSpace(text.charAt(index)))) {
            char c = text.charAt(index);
            if (c == escape && quote != '\'') {
                index++;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
            index++;
        }
        return Math.min(index, text.length());
    }

    private static Word word(LogicalLine line, CommandLine command, String text, int start) {
        return new Word(text, line.locate(command.argumentsStart() + start));
    }
}
