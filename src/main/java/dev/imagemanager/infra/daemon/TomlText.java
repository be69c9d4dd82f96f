package dev.imagemanager.infra.daemon;

import java.util.Locale;

/** Writes strings in TOML configuration files. */
public final class TomlText {

    private TomlText() {}

    /** Returns a basic string (TOML 1.0, "String"). */
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c < 0x20 || c == 0x7F) {
                quoted.append(String.format(Locale.ROOT, "\\u%04X", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }
}
