package dev.imagemanager.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.build.BuildStep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTraceTest {

    private static final Task BASE = build("base");
    private static final Task APP = build("app");
    private static final Task OTHER = build("other");
    private static final Task LEFT = build("left");

    @TempDir
    Path directory;

    private long now;
    private final Timeline timeline = new Timeline(() -> now);
    private final Map<Task, Set<Task>> tasks = new LinkedHashMap<>();

    private static Task build(String image) {
        return new Task(new TargetName(image, "1"), BuildStep.ACTIVITY);
    }

    private void at(int milliseconds) {
        now = Duration.ofMillis(milliseconds).toNanos();
    }

    /** base 10-30 and other 10-40 in two lanes, app 50-60 in the first, though it was ready at 30. */
    @BeforeEach
    void run() throws InterruptedException {
        tasks.put(BASE, Set.of());
        tasks.put(OTHER, Set.of());
        tasks.put(APP, Set.of(BASE));
        tasks.put(LEFT, Set.of(OTHER));
        timeline.during("plan", () -> {
            at(10);
            return "";
        });
        timeline.started(BASE);
        timeline.started(OTHER);
        at(30);
        timeline.ended(BASE);
        at(40);
        timeline.ended(OTHER);
        at(50);
        timeline.started(APP);
        at(60);
        timeline.ended(APP);
    }

    private static ObjectNode end(String word) {
        return JsonNodeFactory.instance.objectNode().put("end", word);
    }

    private List<String> events() {
        JsonNode document = new RunTrace(
                        timeline, tasks, Map.of(BASE, end("succeeded"), OTHER, end("failed"), LEFT, end("blocked")))
                .document();
        return StreamSupport.stream(document.path("traceEvents").spliterator(), false)
                .map(event -> event.path("ph").asText() + " "
                        + event.path("name").asText() + " "
                        + event.path("tid").asInt() + " " + event.path("ts").asLong() + " "
                        + event.path("dur").asText() + " "
                        + event.path("args")
                                .path("end")
                                .asText(event.path("args").path("name").asText()))
                .map(String::strip)
                .toList();
    }

    @Test
    void eachLaneIsARow() {
        assertThat(events())
                .containsExactly(
                        "M process_name 0 0  image-manager",
                        "M thread_name 0 0  run",
                        "M thread_name 1 0  lane 1",
                        "M thread_name 2 0  lane 2",
                        "X plan 0 0 10000",
                        "X build of base:1 1 10000 20000 succeeded",
                        "X build of other:1 2 10000 30000 failed",
                        "X build of app:1 1 50000 10000 running",
                        "b build of app:1 waits for a lane 0 30000",
                        "e build of app:1 waits for a lane 0 50000",
                        "i build of left:1 0 60000  blocked");
    }

    @Test
    void theLongestChainIsTheCriticalPath() {
        RunStatistics statistics = RunStatistics.of(tasks, timeline, Duration.ofSeconds(7), true);

        assertThat(statistics.criticalTime()).hasMillis(30);
        assertThat(statistics.criticalPath()).containsExactly("build of base:1", "build of app:1");
        assertThat(statistics.busy()).hasMillis(60);
        assertThat(statistics.elapsed()).hasMillis(50);
        assertThat(statistics.parallelism()).isEqualTo(1.2);
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNoted() {
        assertThat(new RunTrace(timeline, tasks, Map.of())
                        .write(directory.resolve("file").resolve("x")))
                .isEmpty();
        assertThat(new RunTrace(timeline, tasks, Map.of()).write(directory.resolve("file/x/y")))
                .hasValueSatisfying(problem -> assertThat(problem.message()).contains("file/x/y cannot be written"));
    }
}
