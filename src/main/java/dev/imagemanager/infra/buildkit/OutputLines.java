package dev.imagemanager.infra.buildkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Makes lines of one stream's output, which comes in chunks that end anywhere, in the middle of a character too. What
 * never ends a line is cut into pieces, so that it needs little memory.
 */
final class OutputLines {

    /** In bytes. */
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

    /** Text without a line's end counts too. */
    void finish() {
        if (unfinished.size() > 0) {
            end();
        }
    }

    private void end() {
        lines.accept(visible(unfinished.toString(StandardCharsets.UTF_8)));
        unfinished.reset();
    }

    /** RFC 3629: the other bytes of a character are 10xxxxxx. */
    private static boolean beginsCharacter(byte b) {
        return (b & 0xC0) != 0x80;
    }

    /** What a terminal would show of a line that was overwritten by carriage returns. */
    private static String visible(String line) {
        String stripped = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        return stripped.substring(stripped.lastIndexOf('\r') + 1);
    }
}
