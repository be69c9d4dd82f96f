package dev.imagemanager.pipeline.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LongestPathsTest {

    private final Map<String, Set<String>> tasks = new LinkedHashMap<>();
    private final Map<String, Integer> seconds = new LinkedHashMap<>();

    private void task(String name, int time, String... needs) {
        tasks.put(name, Set.of(needs));
        seconds.put(name, time);
    }

    private Map<String, Duration> paths() {
        return LongestPaths.from(tasks, task -> Duration.ofSeconds(seconds.get(task)));
    }

    @Test
    void thePathIsTheLongestChainOfWhatWaits() {
        task("top", 5, "left", "right");
        task("left", 1, "base");
        task("right", 3, "base");
        task("base", 2);
        task("alone", 4);

        assertThat(paths())
                .containsOnly(
                        Map.entry("top", Duration.ofSeconds(5)),
                        Map.entry("left", Duration.ofSeconds(6)),
                        Map.entry("right", Duration.ofSeconds(8)),
                        Map.entry("base", Duration.ofSeconds(10)),
                        Map.entry("alone", Duration.ofSeconds(4)));
    }

    @Test
    void aCircleHasAnEnd() {
        task("a", 1, "b");
        task("b", 1, "a");
        task("before", 1);
        task("in", 1, "before", "a");

        assertThat(paths()).containsEntry("in", Duration.ofSeconds(1)).containsEntry("b", Duration.ZERO);
    }

    @Test
    void manyTasksAreNoBurden() {
        task("t0", 1);
        for (int i = 1; i < 50_000; i++) {
            task("t" + i, 1, TaskGraph.previous(i));
        }

        assertThat(paths()).containsEntry("t0", Duration.ofSeconds(50_000));
    }
}
