package dev.imagemanager.cli.console;

import java.time.Duration;
import java.util.Locale;

/** Formats durations for people. */
public final class Seconds {

    private Seconds() {}

    public static String of(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
