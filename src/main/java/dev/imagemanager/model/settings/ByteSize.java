package dev.imagemanager.model.settings;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses and formats sizes with decimal units: 1 kB is 1000 bytes. */
public final class ByteSize {

    private static final Map<String, Long> UNITS =
            Map.of("kB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L, "TB", 1_000_000_000_000L);

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9}) ?([A-Za-z]+)");

    private ByteSize() {}

    /** @param text a whole number and a unit, such as {@code 20GB}, or {@code 0} */
    public static Optional<Long> parse(String text) {
        if (text.equals("0")) {
            return Optional.of(0L);
        }
        Matcher size = FORM.matcher(text);
        return size.matches()
                ? Optional.ofNullable(UNITS.get(size.group(2))).map(unit -> unit * Long.parseLong(size.group(1)))
                : Optional.empty();
    }

    /** Formats a size with one decimal digit: {@code 3.4 MB}. */
    public static String format(long bytes) {
        if (bytes < 999_950) {
            return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
        }
        return bytes < 999_950_000
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
