package dev.imagemanager.infra.registry;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the {@code Retry-After} header (RFC 9110, section 10.2.3): seconds or a date. */
final class RetryAfter {

    private RetryAfter() {}

    /** @return empty if the header is missing or invalid */
    static Optional<Duration> of(HttpHeaders headers, Instant now) {
        return headers.firstValue("Retry-After").map(String::strip).flatMap(value -> parse(value, now));
    }

    private static Optional<Duration> parse(String value, Instant now) {
        if (value.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(until.isBefore(now) ? Duration.ZERO : Duration.between(now, until));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
