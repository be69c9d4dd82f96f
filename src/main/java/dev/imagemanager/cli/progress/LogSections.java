package dev.imagemanager.cli.progress;

import dev.imagemanager.cli.console.Console;
import dev.imagemanager.cli.console.GithubCommand;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Prints parts of a log that a CI system folds. */
interface LogSections {

    /**
     * @param name of the part, not shown: letters, digits and {@code :._-}
     * @param title one line
     * @param time that what is in it took until now
     */
    void print(Console console, String name, String title, Duration time, List<String> lines);

    /** Returns those of GitHub Actions. */
    static LogSections github() {
        return (console, name, title, time, lines) ->
                console.block(GithubCommand.group(title), lines, GithubCommand.endGroup());
    }

    /** Returns those of GitLab (GitLab documentation, "Custom collapsible sections"): a name, and its time in seconds. */
    static LogSections gitlab(InstantSource clock) {
        return (console, name, title, time, lines) -> {
            Instant end = clock.instant();
            String section = name.replaceAll("[^A-Za-z0-9_.-]", "_");
            console.block(
                    "\u001B[0Ksection_start:" + end.minus(time).getEpochSecond() + ":" + section
                            + "[collapsed=true]\r\u001B[0K" + title,
                    lines,
                    "\u001B[0Ksection_end:" + end.getEpochSecond() + ":" + section + "\r\u001B[0K");
        };
    }
}
