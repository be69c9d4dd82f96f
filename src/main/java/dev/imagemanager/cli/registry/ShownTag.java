package dev.imagemanager.cli.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tags and ages in tables. */
final class ShownTag {

    private static final Pattern HASH = Pattern.compile("([0-9a-f]{12})[0-9a-f]{52,}");

    private static final int HOURS_OF_A_DAY = 24;

    private ShownTag() {}

    /** Returns a tag with the beginnings of the hashes in it. */
    static String of(String tag) {
        return HASH.matcher(tag).replaceAll("$1…");
    }

    /** Returns a time before now in one unit: {@code 3d}, {@code 5h}, {@code 12m}. */
    static String age(Optional<Instant> time, Instant now) {
        if (time.isEmpty()) {
            return "-";
        }
        Duration age = Duration.between(time.get(), now);
        if (age.toHours() >= HOURS_OF_A_DAY) {
            return age.toDays() + "d";
        }
        return age.toMinutes() >= 60 ? age.toHours() + "h" : Math.max(0, age.toMinutes()) + "m";
    }
}
