package dev.imagemanager.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.PipelineEvent.PlannedTask;
import dev.imagemanager.pipeline.PipelineEvent.Task;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemainingTimeTest {

    private static Task task(String name) {
        return new Task(new TargetName(name, "1"), "build");
    }

    private static PlannedTask planned(String name, int seconds, String... after) {
        Set<Task> before = Arrays.stream(after).map(RemainingTimeTest::task).collect(Collectors.toSet());
        return new PlannedTask(task(name), before, Optional.of(Duration.ofSeconds(seconds)));
    }

    private static Optional<Duration> of(int jobs, Map<Task, Duration> elapsed, PlannedTask... left) {
        return RemainingTime.of(List.of(left), elapsed, jobs);
    }

    @Test
    void tasksShareTheJobsAndWaitForOthers() {
        PlannedTask[] left = {planned("a", 3), planned("b", 2, "a"), planned("c", 4), planned("d", 1, "ended")};

        assertThat(of(1, Map.of(), left)).hasValue(Duration.ofSeconds(10));
        assertThat(of(2, Map.of(), left)).hasValue(Duration.ofSeconds(6));
        assertThat(of(9, Map.of(), left)).hasValue(Duration.ofSeconds(5));
    }

    @Test
    void whatRunsTakesWhatIsLeftOfItsTimeAndNoLessThanNothing() {
        PlannedTask[] left = {planned("a", 3), planned("b", 2, "a")};

        assertThat(of(2, Map.of(task("a"), Duration.ofSeconds(1)), left)).hasValue(Duration.ofSeconds(4));
        assertThat(of(2, Map.of(task("a"), Duration.ofSeconds(9)), left)).hasValue(Duration.ofSeconds(2));
    }

    @Test
    void nothingIsSaidWhereNothingIsKnown() {
        assertThat(of(2, Map.of(), planned("a", 3), new PlannedTask(task("b"), Set.of(), Optional.empty())))
                .isEmpty();
        assertThat(of(2, Map.of())).hasValue(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "999,",
        "1000,1 s",
        "9001,10 s",
        "11000,15 s",
        "58000,60 s",
        "60000,1 min",
        "150000,3 min",
        "6000000,2 h"
    })
    void timesAreRough(long milliseconds, String shown) {
        assertThat(RemainingTime.shown(Duration.ofMillis(milliseconds))).isEqualTo(Optional.ofNullable(shown));
    }
}
