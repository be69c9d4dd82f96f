package dev.imagemanager.cli.console;

import dev.imagemanager.config.masking.ControlSequences;
import java.util.regex.Pattern;

/** Removes control sequences from the output of other programs, so that it is safe for a terminal. */
public final class PlainText {

    /** Control characters except line feeds and tabs. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]");

    /** The beginning of a line that belongs to the one before. */
    static final String CONTINUED = "  | ";

    private PlainText() {}

    /**
     * Returns a text whose further lines begin with a bar: no part of it can begin a line, where CI systems look for commands
     * (GitHub documentation, "Workflow commands"). GitHub's runner looks behind spaces too.
     */
    static String indented(String text) {
        return of(text).replaceAll("\n( {2}\\| )?", "\n" + CONTINUED);
    }

    /** Returns a text without control sequences and control characters except line feeds and tabs. */
    public static String of(String text) {
        if (text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
            return text;
        }
        String withoutSequences = ControlSequences.ESCAPE_SEQUENCE.matcher(text).replaceAll("");
        return CONTROL.matcher(withoutSequences).replaceAll("\uFFFD");
    }
}
