package dev.imagemanager.file.ignore;

import dev.imagemanager.problem.Excerpt;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a {@code .dockerignore}.
 *
 * <p>Rules: Dockerfile reference, ".dockerignore"; {@code ignorefile.ReadAll} and {@code patternmatcher.New} of
 * moby/patternmatcher, which a builder's frontend and client call one after the other.
 */
public final class IgnoreFile {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** The longest line in bytes, with its end ({@code bufio.MaxScanTokenSize} of Go). */
    private static final int LONGEST_LINE = 64 << 10;

    private IgnoreFile() {}

    /** A line that is a pattern. */
    private record Line(int number, String pattern) {}

    /**
     * @param shown the file in messages
     * @param problems receives an error for each pattern that builders would refuse
     */
    public static IgnoreRules read(Path shown, byte[] content, Problems problems) {
        List<IgnorePattern> patterns = new ArrayList<>();
        for (Line line : lines(content, shown, problems)) {
            try {
                patterns.add(IgnorePattern.of(line.pattern()));
            } catch (MalformedPatternException malformed) {
                problems.add(Problem.error(
                                new SourceLocation(shown, line.number(), 1),
                                "the pattern " + Excerpt.of(line.pattern()) + " cannot be used: "
                                        + malformed.getMessage())
                        .withHint("a backslash before a character takes it literally; remove the line if it is not"
                                + " needed"));
            }
        }
        return new IgnoreRules(patterns);
    }

    /** Returns the content without the mark that is only allowed at its start, so that it can follow other lines. */
    public static byte[] withoutByteOrderMark(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        byte[] mark = BYTE_ORDER_MARK.getBytes(StandardCharsets.UTF_8);
        String markText = new String(mark, StandardCharsets.ISO_8859_1);
        return text.startsWith(markText) ? text.substring(mark.length).getBytes(StandardCharsets.ISO_8859_1) : content;
    }

    private static List<Line> lines(byte[] content, Path shown, Problems problems) {
        List<Line> found = new ArrayList<>();
        String[] all = new String(withoutByteOrderMark(content), StandardCharsets.UTF_8).split("\n", -1);
        for (int i = 0; i < all.length; i++) {
            if (all[i].getBytes(StandardCharsets.UTF_8).length >= LONGEST_LINE) {
                problems.add(Problem.error(
                                new SourceLocation(shown, i + 1, 1),
                                "the line is longer than " + LONGEST_LINE / 1024 + " KiB, the most that builders read")
                        .withHint("divide the pattern"));
                break;
            }
            if (!all[i].startsWith("#")) {
                String pattern = stripped(all[i]);
                if (!pattern.isEmpty()) {
                    found.add(new Line(i + 1, cleaned(pattern)));
                }
            }
        }
        return found;
    }

    /** Relative to the context, also with a slash at the start. */
    private static String cleaned(String pattern) {
        boolean isException = pattern.startsWith("!");
        String path = isException ? stripped(pattern.substring(1)) : pattern;
        if (!path.isEmpty()) {
            path = CleanPath.of(path);
            if (path.length() > 1 && path.startsWith("/")) {
                path = path.substring(1);
            }
        }
        // The client cleans it again, with the exclamation mark as a part of the first name.
        return CleanPath.of(isException ? "!" + path : stripped(path));
    }

    /** Removes Unicode's white space at both ends ({@code strings.TrimSpace} of Go). */
    private static String stripped(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return c >= '\t' && c <= '\r' || c == '\u0085' || Character.isSpaceChar(c);
    }
}
