package dev.imagemanager.dockerfile;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Joins the lines of a file to instructions: comments and blank lines are dropped, also between continued lines.
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
     * Goes past the text of a heredoc.
     *
     * @return whether its closing line was found; if not, the file is at its end
     */
    boolean skip(Heredoc heredoc) {
        while (lines.advance()) {
            if (heredoc.isClosedBy(lines.line())) {
                return true;
            }
        }
        return false;
    }

    /** The number of the line that was read last. */
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

    /** @return whether the line goes on */
    private boolean append(LogicalLine.Builder joined, int from) {
        String line = lines.line();
        int continuation = continuation(line, from);
        joined.append(line, from, continuation < 0 ? line.length() : continuation, lines.number());
        return continuation >= 0;
    }

    /**
     * The index of an escape character that only blanks and tabs follow, or -1. Doubled it does not continue the line,
     * nor does any longer run of it.
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
