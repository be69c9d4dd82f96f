package dev.imagemanager.problem;

/** User input as shown in messages: quoted, on one line, shortened to 80 characters. */
public final class Excerpt {

    private static final int LONGEST = 80;

    private Excerpt() {}

    public static String of(String text) {
        StringBuilder shown = new StringBuilder("'");
        text.codePoints().limit(LONGEST).forEach(character -> append(shown, character));
        return shown.append(text.codePointCount(0, text.length()) > LONGEST ? "…'" : "'")
                .toString();
    }

    /** Escapes control characters, which a terminal would interpret. */
    private static void append(StringBuilder shown, int character) {
        switch (character) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            default -> {
                if (Character.isISOControl(character)) {
                    shown.append(String.format("\\u%04x", character));
                } else {
                    shown.appendCodePoint(character);
                }
            }
        }
    }
}
