package dev.imagemanager.cli.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A terminal with the few control sequences (ECMA-48, and private modes of DEC terminals) that the program uses. Refuses others. */
public final class ScreenOfText {

    private static final Pattern PART = Pattern.compile("\u001B\\[(\\??)([0-9;]*)([A-Za-z])|\r|\n|[^\u001B]");

    private final int columns;
    private final int rows;
    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    private final List<String> scrolled = new ArrayList<>();
    private int row;
    private int column;
    private boolean wraps = true;
    private boolean isCursorVisible = true;

    public ScreenOfText(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
    }

    public void write(String text) {
        Matcher part = PART.matcher(text);
        int end = 0;
        while (part.find()) {
            if (part.start() != end) {
                throw new AssertionError("unknown sequence at " + end + " of " + text);
            }
            end = part.end();
            if (part.group().equals("\r")) {
                column = 0;
            } else if (part.group().equals("\n")) {
                feed();
            } else if (part.group(3) == null) {
                put(part.group());
            } else {
                control(part.group(1) + part.group(2), part.group(3));
            }
        }
    }

    private void put(String character) {
        if (column == columns) {
            if (wraps) {
                column = 0;
                feed();
            } else {
                column--;
            }
        }
        StringBuilder line = lines.get(row);
        while (line.length() <= column) {
            line.append(' ');
        }
        line.replace(column, column + 1, character);
        column++;
    }

    private void feed() {
        row++;
        if (row == lines.size()) {
            lines.add(new StringBuilder());
        }
        if (lines.size() > rows) {
            scrolled.add(lines.remove(0).toString().stripTrailing());
            row--;
        }
    }

    private void control(String parameters, String kind) {
        switch (parameters + kind) {
            case "?2026h", "?2026l" -> {
                return;
            }
            case "?25h" -> isCursorVisible = true;
            case "?25l" -> isCursorVisible = false;
            case "?7h" -> wraps = true;
            case "?7l" -> wraps = false;
            case "K" -> eraseRestOfLine();
            case "J" -> {
                eraseRestOfLine();
                lines.subList(row + 1, lines.size()).clear();
            }
            default -> {
                if (!kind.equals("A")) {
                    throw new AssertionError("unknown sequence " + parameters + kind);
                }
                row = Math.max(0, row - Integer.parseInt(parameters));
            }
        }
    }

    /** Behind the last column there is no room for the cursor: it is on that column. */
    private void eraseRestOfLine() {
        lines.get(row)
                .setLength(
                        Math.min(Math.min(column, columns - 1), lines.get(row).length()));
    }

    public boolean isCursorVisible() {
        return isCursorVisible && wraps;
    }

    /** What left the screen at its top. */
    public List<String> scrolled() {
        return scrolled;
    }

    /** What is shown, without empty lines at the end. */
    public List<String> lines() {
        return Arrays.asList(String.join(
                        "\n",
                        lines.stream()
                                .map(line -> line.toString().stripTrailing())
                                .toList())
                .stripTrailing()
                .split("\n"));
    }
}
