package dev.imagemanager.cli.console;

import java.util.Map;
import java.util.regex.Pattern;

/** The CI system that reads the output of this program, by the variable that each sets. Some take parts of it for commands. */
public enum CiSystem {
    NONE,

    /**
     * Its runner takes lines that begin with two colons for commands, and whatever follows {@code ##[} anywhere in a line
     * (actions/runner, {@code ActionCommand}).
     */
    GITHUB,

    /** Its viewer takes {@code section_start:} for a command before a carriage return and an escape sequence (GitLab documentation, "Job logs"). */
    GITLAB;

    private static final Pattern COMMAND = Pattern.compile("(?m)^([\\s\\p{Z}\\p{Cc}]*):(?=:)");

    /** Returns the system of an environment. */
    public static CiSystem of(Map<String, String> environment) {
        if ("true".equals(environment.get("GITHUB_ACTIONS"))) {
            return GITHUB;
        }
        return "true".equals(environment.get("GITLAB_CI")) ? GITLAB : NONE;
    }

    /** Returns a text in which the system finds no command. */
    String harmless(String text) {
        return switch (this) {
            case NONE -> text;
            case GITHUB -> COMMAND.matcher(text).replaceAll("$1: ").replace("##[", "## [");
            case GITLAB -> PlainText.of(text);
        };
    }

    /** Returns JSON with the same content in which the system finds no command; its lines begin with quotes and brackets. */
    String harmlessJson(String json) {
        return this == GITHUB ? json.replace("##[", "##\\u005b") : json;
    }
}
