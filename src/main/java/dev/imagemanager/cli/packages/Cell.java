package dev.imagemanager.cli.packages;

import dev.imagemanager.cli.console.PlainText;

/** A text of an SBOM in a table: on one line, and not too long. JSON has all of it. */
final class Cell {

    private static final int LONGEST = 60;
    private static final String NOTHING = "-";

    private Cell() {}

    static String of(String text) {
        String line = PlainText.of(text).replaceAll("\\s+", " ");
        if (line.length() > LONGEST) {
            return line.substring(0, LONGEST - 1) + "…";
        }
        return line.isBlank() ? NOTHING : line;
    }
}
