package dev.imagemanager.dockerfile;

import java.util.ArrayList;
import java.util.List;

/**
 * An instruction, split into keyword, flags and arguments.
 *
 * <p>Rules: {@code splitCommand} and {@code extractBuilderFlags} of BuildKit's parser.
 *
 * @param start offset of the keyword in the line
 * @param argumentsStart offset of the trimmed arguments in the line
 */
record CommandLine(String keyword, int start, List<Flag> flags, int argumentsStart, String arguments) {

    static CommandLine read(String line, int from, char escape) {
        int start = Whitespace.skipSpaces(line, from, line.length());
        int end = Whitespace.trimEnd(line, start, line.length());
        int keywordEnd = start;
        while (keywordEnd < end && !Whitespace.isSeparator(line.charAt(keywordEnd))) {
            keywordEnd++;
        }
        FlagReader flags = new FlagReader(line, keywordEnd, end, escape);
        List<Flag> found = flags.readAll();
        int argumentsStart = Whitespace.skipSpaces(line, flags.position, end);
        return new CommandLine(
                line.substring(start, keywordEnd), start, found, argumentsStart, line.substring(argumentsStart, end));
    }

    /** Reads words while they start with two hyphens. A word {@code --} ends the flags and is dropped. */
    private static final class FlagReader {

        private static final char NO_QUOTE = 0;

        private final String line;
        private final int end;
        private final char escape;
        private int position;

        FlagReader(String line, int from, int end, char escape) {
            this.line = line;
            this.position = from;
            this.end = end;
            this.escape = escape;
        }

        List<Flag> readAll() {
            List<Flag> flags = new ArrayList<>(0);
            position = Whitespace.skipSpaces(line, position, end);
            while (line.startsWith("--", position) && position + 2 <= end) {
                Flag.Builder flag = readFlag();
                if (flag.isEndOfFlags()) {
                    break;
                }
                flags.add(flag.build());
                position = Whitespace.skipSpaces(line, position, end);
            }
            return flags;
        }

        private Flag.Builder readFlag() {
            Flag.Builder flag = new Flag.Builder();
            char quote = NO_QUOTE;
            for (; position < end; position++) {
                char c = line.charAt(position);
                if (quote == NO_QUOTE && Whitespace.isSpace(c)) {
                    break;
                }
                if (quote == NO_QUOTE && (c == '\'' || c == '"')) {
                    quote = c;
                } else if (c == quote) {
                    quote = NO_QUOTE;
                } else if (c != escape) {
                    flag.add(c, position);
                } else if (position + 1 < end) {
                    position++;
                    flag.add(line.charAt(position), position);
                }
            }
            return flag;
        }
    }
}
