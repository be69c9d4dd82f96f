package dev.imagemanager.infra.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static Optional<Duration> next(int attempt, double random, Optional<Duration> asked) {
        return new Backoff(time -> {}, () -> random).next(attempt, asked);
    }

    @Test
    void waitsGrowAndDiffer() {
        assertThat(List.of(next(1, 0, Optional.empty()), next(2, 0, Optional.empty()), next(3, 0, Optional.empty())))
                .containsExactly(millis(125), millis(500), millis(1500));
        assertThat(List.of(next(1, 1, Optional.empty()), next(2, 1, Optional.empty()), next(3, 1, Optional.empty())))
                .containsExactly(millis(375), millis(1500), millis(4500));
        assertThat(next(Backoff.attempts(), 0, Optional.empty())).isEmpty();
    }

    private static Optional<Duration> millis(int count) {
        return Optional.of(Duration.ofMillis(count));
    }

    @Test
    void aServerIsNotAskedBeforeItWantsToBe() {
        Optional<Duration> seven = Optional.of(Duration.ofSeconds(7));

        assertThat(next(1, 0, seven)).hasValue(Duration.ofSeconds(7));
        assertThat(next(3, 1, seven)).hasValue(Duration.ofMillis(7250));
        assertThat(next(4, 0, seven)).isEmpty();
        assertThat(next(1, 0, Optional.of(Duration.ofSeconds(31)))).isEmpty();
    }

    @Test
    void chanceIsNeverTheSame() {
        List<Optional<Duration>> waits = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waits.add(Backoff.inRealTime().next(3, Optional.empty()));
        }
        assertThat(waits.stream().distinct().count()).isGreaterThan(10);
    }
}
