package dev.imagemanager.rendering.template;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes a template in Qute's syntax. All text is put into unparsed blocks, where braces and backslashes have no
 * special meaning; markup is written without line breaks.
 *
 * <p>Removes lines that contain only section tags or comments. Qute's own removal does not support multi-line comments,
 * and drops line breaks inside <code>{| … |}</code>.
 */
public final class QuteText {

    private final StringBuilder qute = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final List<Segment> line = new ArrayList<>();

    private QuteText() {}

    static String of(List<Segment> segments) {
        QuteText result = new QuteText();
        segments.forEach(result::add);
        result.endLine();
        result.endText();
        return result.qute.toString();
    }

    private void add(Segment segment) {
        if (!(segment instanceof Segment.Text block)) {
            line.add(segment);
            return;
        }
        int start = 0;
        int lineFeed;
        while ((lineFeed = block.text().indexOf('\n', start)) >= 0) {
            line.add(new Segment.Text(block.text().substring(start, lineFeed + 1)));
            endLine();
            start = lineFeed + 1;
        }
        line.add(new Segment.Text(block.text().substring(start)));
    }

    private void endLine() {
        boolean vanishes =
                line.stream().allMatch(QuteText::mayVanish) && !line.stream().allMatch(Segment.Text.class::isInstance);
        int lastInclude = lastInclude();
        for (int i = 0; i < line.size(); i++) {
            write(line.get(i), vanishes, vanishes && i == lastInclude ? lineBreak() : "");
        }
        line.clear();
    }

    private static boolean mayVanish(Segment segment) {
        return segment instanceof Segment.Control
                || segment instanceof Segment.Include
                || segment instanceof Segment.Text block
                        && LineMarks.without(block.text()).isBlank();
    }

    private void write(Segment segment, boolean vanishes, String vanishedLineBreak) {
        if (segment instanceof Segment.Text block) {
            text.append(vanishes ? "" : block.text());
        } else if (segment instanceof Segment.Raw raw) {
            text.append(raw.text());
        } else if (segment instanceof Segment.Output output) {
            markup(output.qute());
        } else if (segment instanceof Segment.Control control) {
            markup(control.qute());
        } else if (segment instanceof Segment.Include include) {
            markup(include.qute() + IncludeSection.ending(vanishedLineBreak));
        }
    }

    private void markup(String markup) {
        if (!markup.isEmpty()) {
            endText();
            qute.append(markup);
        }
    }

    private int lastInclude() {
        for (int i = line.size() - 1; i >= 0; i--) {
            if (line.get(i) instanceof Segment.Include) {
                return i;
            }
        }
        return -1;
    }

    private String lineBreak() {
        String end = line.get(line.size() - 1) instanceof Segment.Text last ? last.text() : "";
        return end.endsWith("\r\n") ? "\r\n" : end.endsWith("\n") ? "\n" : "";
    }

    /** Splits text that contains "|}" into two blocks, since an unparsed block ends there. */
    private void endText() {
        if (!text.isEmpty()) {
            qute.append("{|").append(text.toString().replace("|}", "||}{|}")).append("|}");
            text.setLength(0);
        }
    }
}
