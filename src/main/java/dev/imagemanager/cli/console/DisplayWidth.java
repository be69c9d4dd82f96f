package dev.imagemanager.cli.console;

import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/** The columns of a terminal that text takes, in which some characters take two and others none. */
public final class DisplayWidth {

    private static final Pattern STYLE = Pattern.compile("\u001B\\[[0-9;]*m");
    private static final String CUT = "…";

    private DisplayWidth() {}

    /** Returns the columns of a text without control characters, except those of a {@link Style}. */
    public static int of(String text) {
        return STYLE.matcher(text)
                .replaceAll("")
                .codePoints()
                .map(DisplayWidth::ofCharacter)
                .sum();
    }

    private static int ofCharacter(int character) {
        return Math.max(0, WCWidth.wcwidth(character));
    }

    /** Returns a text of at most so many columns; what is cut is replaced by an ellipsis. */
    public static String cut(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int width = 0;
        for (int character : text.codePoints().toArray()) {
            width += ofCharacter(character);
            if (width > columns - 1) {
                break;
            }
            cut.appendCodePoint(character);
        }
        return columns < 1 ? "" : cut + CUT;
    }

    /** Returns a text of exactly so many columns. */
    public static String padded(String text, int columns) {
        String cut = cut(text, columns);
        return cut + " ".repeat(Math.max(0, columns - of(cut)));
    }
}
