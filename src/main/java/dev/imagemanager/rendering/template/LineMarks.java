package dev.imagemanager.rendering.template;

import dev.imagemanager.problem.SourceLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Marks in text that tell the line of the template that it comes from. They stand between two characters that Unicode
 * reserves for use inside of programs (Unicode Standard, "Noncharacters").
 */
final class LineMarks {

    private static final char BEGIN = '\uFDD0';
    private static final char END = '\uFDD1';
    private static final Pattern MARK = Pattern.compile(BEGIN + "[^" + END + "]*" + END);

    private LineMarks() {}

    /** Returns a part of a template with a mark where a line begins, also one that begins behind the part. */
    static String mark(TemplateSource source, int start, int end) {
        StringBuilder marked = new StringBuilder();
        String text = source.text();
        for (int i = start; i <= end; i++) {
            boolean beginsLine = i < text.length() && (i == 0 || text.charAt(i - 1) == '\n');
            if (beginsLine) {
                marked.append(BEGIN)
                        .append(source.location(i).line())
                        .append(':')
                        .append(source.file())
                        .append(END);
            }
            if (i < end) {
                marked.append(text.charAt(i));
            }
        }
        return marked.toString();
    }

    static String without(String text) {
        return text.indexOf(BEGIN) < 0 ? text : MARK.matcher(text).replaceAll("");
    }

    /**
     * Reads the marks in a rendered text. A line without one is part of a value of the line before.
     *
     * @param template for lines before the first mark
     */
    static TextOrigin read(Path template, String marked) {
        List<SourceLocation> places = new ArrayList<>();
        SourceLocation last = new SourceLocation(template, 1, 0);
        for (String line : marked.split("(?<=\n)")) {
            SourceLocation place = line.indexOf(BEGIN) == 0 ? null : last;
            for (int begin = line.indexOf(BEGIN); begin >= 0; begin = line.indexOf(BEGIN, begin + 1)) {
                last = place(line.substring(begin + 1, line.indexOf(END, begin)));
                if (line.indexOf(BEGIN, begin + 1) != line.indexOf(END, begin) + 1 && place == null) {
                    place = last;
                }
            }
            places.add(place);
        }
        return new TextOrigin(without(marked), places);
    }

    private static SourceLocation place(String mark) {
        int colon = mark.indexOf(':');
        return new SourceLocation(Path.of(mark.substring(colon + 1)), Integer.parseInt(mark.substring(0, colon)), 0);
    }
}
