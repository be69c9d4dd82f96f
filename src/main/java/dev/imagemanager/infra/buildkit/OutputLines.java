package dev.imagemanager.infra.buildkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Splits the output of one stream into lines. The chunks of the output may end anywhere, even within a character. Long
 * lines are split, to limit memory use.
 */
final class OutputLines {

    /** The maximum length of a line, in bytes. */
    static final int LONGEST_LINE = 1 << 14;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();

    OutputLines(Consumer<String> lines) {
        this.lines = lines;
    }

    void add(byte[] chunk) {
        for (byte b : chunk) {
            if (b == '\n') {
                end();
            } else {
                if (unfinished.size() >= LONGEST_LINE && beginsCharacter(b)) {
                    end();
                }
                unfinished.write(b);
            }
        }
    }

    /** Ends the last line, which may lack a newline. */
    void finish() {
        if (unfinished.size() > 0) {
            end();
        }
    }

    private void end() {
        lines.accept(visible(unfinished.toString(StandardCharsets.UTF_8)));
        unfinished.reset();
    }

    /** Returns whether a byte is the first one of a UTF-8 character; the others are 10xxxxxx (RFC 3629). */
    private static boolean beginsCharacter(byte b) {
        return (b & 0xC0) != 0x80;
    }

    /** Returns the part of a line after the last carriage return, which a terminal would show. */
    private static String visible(String line) {
        String stripped = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        return stripped.substring(stripped.lastIndexOf('\r') + 1);
    }
}
