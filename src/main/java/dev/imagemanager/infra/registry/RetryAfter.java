package dev.imagemanager.infra.registry;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How long a server asks to be left alone, in the {@code Retry-After} header (RFC 9110, section 10.2.3): seconds or a date.
 *
 * @param text completes "it asks to be left alone"
 */
record RetryAfter(Duration time, String text) {

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,18}");

    /** @return empty if the header is missing or invalid */
    static Optional<RetryAfter> of(HttpHeaders headers, Instant now) {
        return headers.firstValue("Retry-After").map(String::strip).flatMap(value -> parse(value, now));
    }

    static RetryAfter of(Duration time) {
        return new RetryAfter(time, "for " + time.toSeconds() + " s");
    }

    private static Optional<RetryAfter> parse(String value, Instant now) {
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(of(Duration.ofSeconds(Long.parseLong(value))));
        }
        try {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration time = until.isBefore(now) ? Duration.ZERO : Duration.between(now, until);
            return Optional.of(new RetryAfter(time, "until " + until));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
