package dev.imagemanager.dockerfile;

import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads the lines of a file without their line endings. */
final class PhysicalLines {

    /** BuildKit's limit, including the line ending: Go's {@code bufio.MaxScanTokenSize}. */
    private static final int LONGEST_LINE_BYTES = 64 * 1024;

    private static final int MOST_BYTES_PER_CHAR = 3;

    private final Path file;
    private final String content;
    private int next;
    private int number;
    private String line;

    PhysicalLines(Path file, String content) {
        this.file = file;
        this.content = content;
    }

    /**
     * Reads the next line.
     *
     * @return whether there is one
     * @throws InputException if the line is too long for BuildKit
     */
    boolean advance() {
        if (next >= content.length()) {
            return false;
        }
        number++;
        int newline = content.indexOf('\n', next);
        int end = newline < 0 ? content.length() : newline;
        checkLength(end);
        int trimmed = end;
        while (trimmed > next && content.charAt(trimmed - 1) == '\r') {
            trimmed--;
        }
        line = content.substring(next, trimmed);
        next = newline < 0 ? end : end + 1;
        return true;
    }

    String line() {
        return line;
    }

    int number() {
        return number;
    }

    private void checkLength(int end) {
        if ((end - next + 1) * (long) MOST_BYTES_PER_CHAR <= LONGEST_LINE_BYTES) {
            return;
        }
        int bytes = content.substring(next, end).getBytes(StandardCharsets.UTF_8).length;
        if (bytes >= LONGEST_LINE_BYTES) {
            throw new InputException(Problem.error(
                            new SourceLocation(file, number, 0),
                            "the line has " + bytes + " bytes; BuildKit allows less than " + LONGEST_LINE_BYTES)
                    .withHint("split it with a continuation, or copy the text from a file"));
        }
    }
}
