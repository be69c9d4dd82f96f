package dev.imagemanager.rendering.template;

import dev.imagemanager.problem.SourceLocation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The text of a template file with its lines and columns. */
public final class TemplateSource {

    private final Path file;
    private final String text;
    private final int[] lineStarts;

    /** @param file as shown in messages, see {@link SourceLocation#file()} */
    TemplateSource(Path file, String text) {
        this.file = file;
        this.text = text;
        this.lineStarts = IntStream.concat(
                        IntStream.of(0),
                        IntStream.range(0, text.length())
                                .filter(index -> text.charAt(index) == '\n')
                                .map(index -> index + 1))
                .toArray();
    }

    Path file() {
        return file;
    }

    String text() {
        return text;
    }

    /** @return the position; columns count code points */
    SourceLocation location(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        int line = found >= 0 ? found : -found - 2;
        return new SourceLocation(file, line + 1, text.codePointCount(lineStarts[line], offset) + 1);
    }

    /** @return the offset of the line feed at or after the given one, or the end of the text */
    int lineEnd(int offset) {
        int lineFeed = text.indexOf('\n', offset);
        return lineFeed < 0 ? text.length() : lineFeed;
    }
}
