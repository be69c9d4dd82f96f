package dev.imagemanager.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as users write them: whole numbers with units, the largest first, such as {@code 1h30m} (as Go's
 * {@code time.ParseDuration}, with days and weeks, and without fractions).
 */
public final class TimeSpan {

    /** A group for each unit, the number with its letter. */
    private static final String PARTS = "([0-9]{1,6}w)?([0-9]{1,6}d)?([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?";

    /** The form of a duration that is not zero. */
    static final String POSITIVE = "(?=.*[1-9])" + PARTS;

    private static final Pattern FORM = Pattern.compile("(?=.)" + PARTS);

    private static final Map<Character, Duration> UNITS = Map.of(
            'w', Duration.ofDays(7),
            'd', Duration.ofDays(1),
            'h', Duration.ofHours(1),
            'm', Duration.ofMinutes(1),
            's', Duration.ofSeconds(1));

    static final String POSITIVE_RULE = "is not a valid duration: write numbers and w, d, h, m or s, such as 1h30m";

    private TimeSpan() {}

    /** @return empty if the text has another form */
    public static Optional<Duration> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        for (int unit = 1; unit <= parts.groupCount(); unit++) {
            String part = parts.group(unit);
            if (part != null) {
                int digits = part.length() - 1;
                sum = sum.plus(UNITS.get(part.charAt(digits)).multipliedBy(Long.parseLong(part.substring(0, digits))));
            }
        }
        return Optional.of(sum);
    }

    /** @return empty if the text has another form, or the duration is zero */
    public static Optional<Duration> parsePositive(String text) {
        return parse(text).filter(time -> !time.isZero());
    }

    /** Returns what {@link #parse} reads, in whole seconds: {@code 1h30m}. */
    public static String format(Duration time) {
        StringBuilder text = new StringBuilder();
        long hours = time.toHours();
        if (hours > 0) {
            text.append(hours).append('h');
        }
        if (time.toMinutesPart() > 0) {
            text.append(time.toMinutesPart()).append('m');
        }
        if (time.toSecondsPart() > 0 || text.length() == 0) {
            text.append(time.toSecondsPart()).append('s');
        }
        return text.toString();
    }
}
