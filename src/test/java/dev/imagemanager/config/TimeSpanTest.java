package dev.imagemanager.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSpanTest {

    @ParameterizedTest
    @CsvSource({
        "30s, PT30S, 30s",
        "5m, PT5M, 5m",
        "90m, PT90M, 1h30m",
        "1h30m, PT90M, 1h30m",
        "1h0m5s, PT1H5S, 1h5s",
        "7d, P7D, 168h",
        "2w1d, P15D, 360h",
        "0s, PT0S, 0s",
        "1000w, P7000D, 168000h"
    })
    void numbersHaveUnits(String text, Duration time, String shown) {
        assertThat(TimeSpan.parse(text)).hasValue(time);
        assertThat(TimeSpan.format(time)).isEqualTo(shown);
        assertThat(TimeSpan.parse(shown)).hasValue(time);
        assertThat(text.matches(TimeSpan.POSITIVE)).isEqualTo(!time.isZero());
        assertThat(TimeSpan.parsePositive(text).isPresent()).isEqualTo(!time.isZero());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "m", "5 m", "-5m", "1.5h", "30s5m", "5m5m", "5M", "1h30", "1234567s", "5min", "١m"})
    void otherTextIsNoDuration(String text) {
        assertThat(TimeSpan.parse(text)).isEmpty();
        assertThat(text.matches(TimeSpan.POSITIVE)).isFalse();
    }

    @Test
    void lessThanASecondIsShownAsNothing() {
        assertThat(TimeSpan.format(Duration.ofMillis(900))).isEqualTo("0s");
    }
}
