package dev.imagemanager.cli.console;

import java.util.List;

/**
 * Lines at the end of a terminal that change, below text that scrolls. Produces the text that makes a terminal show them;
 * each is to be written at once, and leaves the cursor visible, in the first column below the lines.
 */
final class LiveArea {

    private static final String CSI = "\u001B[";

    /** The terminal shows what is between all at once ("Synchronized Output", a convention of terminals); others ignore it. */
    private static final String BEGIN = CSI + "?2026h" + CSI + "?25l";

    private static final String END = CSI + "?25h" + CSI + "?2026l";

    /** A line that is too long since the terminal became narrower is cut, not wrapped. */
    private static final String CUT_LINES = CSI + "?7l";

    private static final String WRAP_LINES = CSI + "?7h";
    private static final String ERASE_REST_OF_LINE = CSI + "K";
    private static final String ERASE_BELOW = CSI + "J";
    private static final String LINE_END = "\r\n";

    private List<String> drawn = List.of();
    private int columns = Integer.MAX_VALUE;

    /** Shows lines in the place of those before. */
    String draw(List<String> lines, int currentColumns) {
        boolean isSameWidth = currentColumns == columns;
        StringBuilder text = new StringBuilder(BEGIN).append(up(currentColumns)).append(CUT_LINES);
        for (int i = 0; i < lines.size(); i++) {
            boolean isThere = isSameWidth && i < drawn.size() && drawn.get(i).equals(lines.get(i));
            text.append(isThere ? "" : whole(lines.get(i), currentColumns)).append(LINE_END);
        }
        drawn = List.copyOf(lines);
        columns = currentColumns;
        return text.append(ERASE_BELOW).append(WRAP_LINES).append(END).toString();
    }

    /** In the last column, the cursor is on the last character, which must not be erased. */
    private static String whole(String line, int currentColumns) {
        return DisplayWidth.of(line) < currentColumns ? line + ERASE_REST_OF_LINE : line;
    }

    /** Prints text above the lines. */
    String above(String text) {
        List<String> lines = drawn;
        StringBuilder all = new StringBuilder(BEGIN).append(erased());
        all.append(text.replace("\n", LINE_END));
        if (!text.isEmpty() && !text.endsWith("\n")) {
            all.append(LINE_END);
        }
        all.append(CUT_LINES);
        lines.forEach(line -> all.append(line).append(LINE_END));
        drawn = lines;
        return all.append(WRAP_LINES).append(END).toString();
    }

    /** Removes the lines. */
    String erase() {
        return BEGIN + erased() + END;
    }

    private String erased() {
        String text = up(columns) + ERASE_BELOW;
        drawn = List.of();
        return text;
    }

    /** Moves the cursor to the first line. A terminal that became narrower wrapped what was drawn. */
    private String up(int currentColumns) {
        int rows = drawn.stream()
                .mapToInt(line -> Math.max(1, (DisplayWidth.of(line) + currentColumns - 1) / currentColumns))
                .sum();
        return "\r" + (rows == 0 ? "" : CSI + rows + "A");
    }
}
