package dev.imagemanager.cli.console;

import java.util.Map;

/** Styles of messages: ANSI codes on a terminal, otherwise none. */
public enum Style {
    PLAIN,
    ANSI;

    /** Returns colours for a terminal, unless they are switched off (no-color.org). */
    static Style forTerminal(boolean isTerminal, Map<String, String> environment) {
        boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.containsKey("CI")
                || "dumb".equals(environment.get("TERM"));
        return isTerminal && !refused ? ANSI : PLAIN;
    }

    public String error(String text) {
        return coloured(text, "1;31");
    }

    public String success(String text) {
        return coloured(text, "32");
    }

    public String note(String text) {
        return coloured(text, "33");
    }

    public String faint(String text) {
        return coloured(text, "2");
    }

    private String coloured(String text, String code) {
        return this == ANSI ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
    }
}
