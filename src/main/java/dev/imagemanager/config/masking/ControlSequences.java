package dev.imagemanager.config.masking;

import java.util.regex.Pattern;

/** The characters of a text that a terminal does not show, but obeys. */
public final class ControlSequences {

    private static final String CONTROL_SEQUENCE = "\u001B\\[[0-?]*[ -/]*[@-~]";
    private static final String OTHER_SEQUENCE = "\u001B[ -/]*[0-~]?";

    /** ECMA-48: control sequences, operating system commands and the other escape sequences. */
    public static final Pattern ESCAPE_SEQUENCE = Pattern.compile(
            CONTROL_SEQUENCE + "|\u001B[\\]PX^_].*?(?:\u0007|\u001B\\\\|$)|" + OTHER_SEQUENCE, Pattern.DOTALL);

    /** Characters without a shape, such as a backspace or a soft hyphen, except line feeds. */
    private static final String INVISIBLE = "[\\p{Cc}\\p{Cf}&&[^\\n]]";

    /** What is between the visible characters. */
    static final Pattern ALL_INVISIBLE = Pattern.compile(ESCAPE_SEQUENCE.pattern() + "|" + INVISIBLE, Pattern.DOTALL);

    /** The same without the text of operating system commands. */
    static final Pattern SHORT_INVISIBLE =
            Pattern.compile(CONTROL_SEQUENCE + "|\u001B[\\]PX^_]|" + OTHER_SEQUENCE + "|" + INVISIBLE, Pattern.DOTALL);

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private ControlSequences() {}

    /** Returns a text for one line: control characters, also line feeds and tabs, are replaced. */
    public static String printable(String text) {
        return CONTROL.matcher(text).replaceAll("\uFFFD");
    }
}
