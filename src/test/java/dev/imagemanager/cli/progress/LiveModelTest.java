package dev.imagemanager.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.cli.console.DisplayWidth;
import dev.imagemanager.cli.console.Style;
import dev.imagemanager.cli.console.TerminalSize;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineEvent.End;
import dev.imagemanager.pipeline.PipelineEvent.PlannedTask;
import dev.imagemanager.pipeline.PipelineEvent.Position;
import dev.imagemanager.pipeline.PipelineEvent.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown of a run while it goes on. */
class LiveModelTest {

    private static final TerminalSize USUAL = new TerminalSize(80, 24);

    private long now;
    private final LiveModel model = new LiveModel(Style.PLAIN, () -> now);

    private static Task build(String image) {
        return new Task(new TargetName(image, "1.0"), "build");
    }

    private static Task test(String image) {
        return new Task(new TargetName(image, "1.0"), "test");
    }

    private void begin(Optional<Duration> expected, Task... tasks) {
        List<PlannedTask> planned = new ArrayList<>();
        for (Task task : tasks) {
            planned.add(new PlannedTask(task, Set.of(), expected));
        }
        model.on(new PipelineEvent.Begun(planned, 2));
    }

    private void start(Task task, String activity) {
        model.on(new PipelineEvent.Started(task, activity));
    }

    private void end(Task task, End end) {
        model.on(new PipelineEvent.Ended(task, end, Duration.ofSeconds(1), ""));
    }

    private void wait(Duration time) {
        now += time.toNanos();
    }

    @Test
    void nothingIsShownBeforeTheRunBegins() {
        assertThat(model.lines(USUAL)).isEmpty();
    }

    @Test
    void eachRunningTargetHasALineWithItsStepBytesAndTime() {
        begin(Optional.empty(), build("app"), test("app"), build("library"), build("other"), build("last"));
        start(build("app"), "building");
        wait(Duration.ofSeconds(62));
        start(build("library"), "building");
        model.on(new PipelineEvent.Advanced(
                new TargetName("app", "1.0"),
                "RUN make -j4\t&& make install",
                Optional.of(new Position("build", 3, 7))));
        model.on(new PipelineEvent.Advanced(
                new TargetName("library", "1.0"),
                "FROM docker.io/library/debian:bookworm-slim@sha256:4a581f5795fe",
                Optional.of(new Position("", 1, 4))));
        model.on(new PipelineEvent.Transferred(new TargetName("library", "1.0"), "FROM", 12_100_000, 28_200_000));
        wait(Duration.ofMillis(3100));

        assertThat(model.lines(USUAL))
                .containsExactly(
                        "app:1.0      [build 3/7] RUN make -j4 && make install                   1:05 min",
                        "library:1.0  [1/4] FROM docker.io/library/debian:…  12.1 MB of 28.2 MB     3.1 s",
                        "[                    ] 0 done, 4 left");

        model.on(new PipelineEvent.Advanced(new TargetName("library", "1.0"), "exporting to image", Optional.empty()));
        end(build("app"), End.SUCCEEDED);
        start(test("app"), "testing");
        assertThat(model.lines(USUAL))
                .containsExactly(
                        "library:1.0  exporting to image                                            3.1 s",
                        "app:1.0      testing                                                       0.0 s",
                        "[                    ] 0 done, 4 left");
    }

    @Test
    void theBarCountsTargets() {
        begin(
                Optional.empty(),
                build("app"),
                test("app"),
                build("bad"),
                test("bad"),
                build("child"),
                test("child"),
                build("next"));
        end(build("app"), End.SUCCEEDED);
        end(test("app"), End.UNCHANGED);
        end(build("bad"), End.FAILED);
        end(test("bad"), End.BLOCKED);
        end(build("child"), End.BLOCKED);
        end(test("child"), End.BLOCKED);

        assertThat(model.lines(USUAL)).containsExactly("[###############     ] 1 done, 1 failed, 1 not done, 1 left");
        end(build("next"), End.OMITTED);
        assertThat(model.lines(USUAL)).containsExactly("[####################] 2 done, 1 failed, 1 not done, 0 left");
    }

    @Test
    void theTimeLeftIsEstimatedOnceASecond() {
        begin(Optional.of(Duration.ofSeconds(30)), build("a"), build("b"), build("c"));
        start(build("a"), "building");
        start(build("b"), "building");
        assertThat(model.lines(USUAL)).last().asString().endsWith("3 left, about 1 min");

        end(build("a"), End.SUCCEEDED);
        end(build("b"), End.SUCCEEDED);
        wait(Duration.ofMillis(500));
        assertThat(model.lines(USUAL)).last().asString().endsWith("1 left, about 1 min");
        wait(Duration.ofMillis(500));
        assertThat(model.lines(USUAL)).last().asString().endsWith("1 left, about 30 s");
    }

    @Test
    void whatDoesNotFitIsCounted() {
        Task[] tasks = new Task[10];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = build("image" + i);
        }
        begin(Optional.empty(), tasks);
        for (Task task : tasks) {
            start(task, "building");
        }

        assertThat(model.lines(new TerminalSize(80, 8)))
                .hasSize(7)
                .contains("+ 5 more")
                .last()
                .asString()
                .startsWith("[");
        assertThat(model.lines(new TerminalSize(80, 12))).hasSize(11).noneMatch(line -> line.contains("more"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10, 20, 39, 40, 79, 80, 81, 200})
    void noLineIsWiderThanTheTerminal(int columns) {
        begin(
                Optional.of(Duration.ofHours(9)),
                build("an-image-with-a-name-that-is-much-too-long-for-most"),
                build("b"));
        start(build("an-image-with-a-name-that-is-much-too-long-for-most"), "building");
        start(build("b"), "building");
        model.on(new PipelineEvent.Advanced(
                new TargetName("b", "1.0"), "RUN echo 画像画像画像🐳🐳🐳 \u001B[2J " + "x".repeat(100), Optional.empty()));
        model.on(new PipelineEvent.Transferred(new TargetName("b", "1.0"), "x", 999_000_000, 999_000_000));
        end(build("an-image-with-a-name-that-is-much-too-long-for-most"), End.FAILED);
        wait(Duration.ofHours(100));

        assertThat(model.lines(new TerminalSize(columns, 24)))
                .allMatch(line -> DisplayWidth.of(line) <= columns)
                .noneMatch(line -> line.contains("\u001B"));
    }
}
