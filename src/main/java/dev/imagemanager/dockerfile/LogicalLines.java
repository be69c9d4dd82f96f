package dev.imagemanager.dockerfile;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Joins the lines of a file to instructions. Drops comments and blank lines, also between continued lines.
 *
 * <p>Rules: Dockerfile reference, "Format" and "escape"; {@code parser.Parse} of BuildKit.
 */
final class LogicalLines {

    private final Path file;
    private final PhysicalLines lines;
    private final char escape;

    LogicalLines(Path file, String content, char escape) {
        this.file = file;
        this.lines = new PhysicalLines(file, content);
        this.escape = escape;
    }

    Optional<LogicalLine> next() {
        while (lines.advance()) {
            String line = lines.line();
            int start = Whitespace.skipSpaces(line, 0, line.length());
            if (start < line.length() && line.charAt(start) != '#') {
                return Optional.of(join(start));
            }
        }
        return Optional.empty();
    }

    /**
     * Skips the text of a heredoc.
     *
     * @return whether its closing line was found before the end of the file
     */
    boolean skip(Heredoc heredoc) {
        while (lines.advance()) {
            if (heredoc.isClosedBy(lines.line())) {
                return true;
            }
        }
        return false;
    }

    /** Returns the number of the last line read. */
    int lastLine() {
        return lines.number();
    }

    private LogicalLine join(int start) {
        LogicalLine.Builder joined = new LogicalLine.Builder(file, lines.number());
        boolean continued = append(joined, start);
        while (continued && lines.advance()) {
            if (!isCommentOrBlank(lines.line())) {
                continued = append(joined, 0);
            }
        }
        return joined.build(lines.number());
    }

    /** @return whether the line is continued */
    private boolean append(LogicalLine.Builder joined, int from) {
        String line = lines.line();
        int continuation = continuation(line, from);
        joined.append(line, from, continuation < 0 ? line.length() : continuation, lines.number());
        return continuation >= 0;
    }

    /**
     * Returns the index of an escape character that only spaces and tabs follow, or -1. Repeated escape characters do
     * not continue the line.
     */
    private int continuation(String line, int from) {
        int last = line.length() - 1;
        while (last >= from && (line.charAt(last) == ' ' || line.charAt(last) == '\t')) {
            last--;
        }
        boolean continued =
                last >= from && line.charAt(last) == escape && (last == from || line.charAt(last - 1) != escape);
        return continued ? last : -1;
    }

    private static boolean isCommentOrBlank(String line) {
        int start = Whitespace.skipSpaces(line, 0, line.length());
        return start == line.length() || line.charAt(start) == '#';
    }
}
