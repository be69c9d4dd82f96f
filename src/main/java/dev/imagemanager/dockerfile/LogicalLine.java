package dev.imagemanager.dockerfile;

import dev.imagemanager.problem.SourceLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The text of an instruction with joined continuations, and the position of each character in the file. */
final class LogicalLine {

    private final Path file;
    private final String text;
    private final List<Segment> segments;
    private final LineRange lines;

    private LogicalLine(Path file, String text, List<Segment> segments, LineRange lines) {
        this.file = file;
        this.text = text;
        this.segments = segments;
        this.lines = lines;
    }

    String text() {
        return text;
    }

    LineRange lines() {
        return lines;
    }

    /** Returns the position in the file of an offset in {@link #text()}, or of its end. */
    SourceLocation locate(int offset) {
        Segment segment = segments.get(0);
        for (Segment candidate : segments) {
            if (candidate.offset > offset) {
                break;
            }
            segment = candidate;
        }
        return new SourceLocation(file, segment.line, segment.column + offset - segment.offset);
    }

    SourceLocation start() {
        return locate(Whitespace.skipSpaces(text, 0, text.length()));
    }

    /** The part of the text that comes from one physical line. */
    private record Segment(int offset, int line, int column) {}

    static final class Builder {

        private final Path file;
        private final int firstLine;
        private final StringBuilder text = new StringBuilder();
        private final List<Segment> segments = new ArrayList<>(1);

        Builder(Path file, int firstLine) {
            this.file = file;
            this.firstLine = firstLine;
        }

        void append(String source, int from, int to, int line) {
            if (segments.isEmpty() || to > from) {
                segments.add(new Segment(text.length(), line, from + 1));
            }
            text.append(source, from, to);
        }

        LogicalLine build(int lastLine) {
            return new LogicalLine(file, text.toString(), segments, new LineRange(firstLine, lastLine));
        }
    }
}
