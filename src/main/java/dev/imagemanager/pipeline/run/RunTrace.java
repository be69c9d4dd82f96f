package dev.imagemanager.pipeline.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.file.NamedFile;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The schedule of a run in the format of Chrome's tracing ("Trace Event Format", JSON object form), which Perfetto and others
 * show: a row for each lane, an event for each task, and one for each time that a task waited for a free lane. The first row
 * has what precedes and follows the tasks.
 */
final class RunTrace {

    private static final int PROCESS = 1;
    private static final int MAIN = 0;

    /** A shorter time that a task was ready is none. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ArrayNode events = JsonNodeFactory.instance.arrayNode();
    private final Timeline timeline;
    private final Map<Task, Set<Task>> tasks;
    private final Map<Task, ObjectNode> ends;

    /**
     * @param tasks each with the tasks before it
     * @param ends what became of tasks: {@code end}, in a word, and what their steps report
     */
    RunTrace(Timeline timeline, Map<Task, Set<Task>> tasks, Map<Task, ObjectNode> ends) {
        this.timeline = timeline;
        this.tasks = tasks;
        this.ends = ends;
    }

    /** @return why it cannot be written; empty if it was */
    Optional<Problem> write(Path file) {
        try {
            NamedFile.write(file, JSON.writeValueAsBytes(document()));
            return Optional.empty();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        } catch (IOException failure) {
            return Optional.of(Problem.note("the trace " + file + " cannot be written: " + FailureReason.of(failure))
                    .withHint("check the free space and the permissions of its directory"));
        }
    }

    ObjectNode document() {
        List<Timeline.Span> spans = timeline.spans().stream()
                .sorted(Comparator.comparing(Timeline.Span::start).thenComparing(Timeline.Span::lane))
                .toList();
        name("process_name", MAIN, "image-manager");
        name("thread_name", MAIN, "run");
        spans.stream()
                .map(Timeline.Span::lane)
                .distinct()
                .sorted()
                .forEach(lane -> name("thread_name", lane + 1, "lane " + (lane + 1)));
        timeline.phases().forEach(phase -> complete(phase.name(), "run", MAIN, phase.start(), phase.end()));
        Map<Task, Timeline.Span> byTask = spans.stream().collect(Collectors.toMap(Timeline.Span::task, span -> span));
        Duration tasksBegin = timeline.tasksBegin();
        int number = 0;
        for (Timeline.Span span : spans) {
            Task task = span.task();
            Duration end = span.end().orElseGet(timeline::now);
            ObjectNode event = complete(task.toString(), task.activity().name(), span.lane() + 1, span.start(), end);
            describe(event, task, "running");
            number++;
            Duration ready = ready(task, byTask, tasksBegin);
            if (span.start().minus(ready).compareTo(SHORTEST_WAIT) > 0) {
                wait(number, task, "b", ready);
                wait(number, task, "e", span.start());
            }
        }
        tasks.keySet().stream().filter(task -> !byTask.containsKey(task)).forEach(this::omitted);
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set("traceEvents", events);
        return document.put("displayTimeUnit", "ms");
    }

    /** Returns when everything before a task was done. */
    private Duration ready(Task task, Map<Task, Timeline.Span> spans, Duration tasksBegin) {
        return tasks.getOrDefault(task, Set.of()).stream()
                .filter(spans::containsKey)
                .flatMap(before -> spans.get(before).end().stream())
                .max(Comparator.naturalOrder())
                .orElse(tasksBegin);
    }

    private ObjectNode event(String name, String phase, int thread, Duration time) {
        return events.addObject()
                .put("name", name)
                .put("ph", phase)
                .put("pid", PROCESS)
                .put("tid", thread)
                .put("ts", microseconds(time));
    }

    private ObjectNode complete(String name, String category, int thread, Duration start, Duration end) {
        return event(name, "X", thread, start).put("cat", category).put("dur", microseconds(end) - microseconds(start));
    }

    private void wait(int number, Task task, String phase, Duration time) {
        event(task + " waits for a lane", phase, MAIN, time).put("cat", "wait").put("id", number);
    }

    private void omitted(Task task) {
        ObjectNode event = event(task.toString(), "i", MAIN, timeline.now())
                .put("cat", task.activity().name())
                .put("s", "t");
        describe(event, task, "cancelled");
    }

    /** @param end of a task that has none */
    private void describe(ObjectNode event, Task task, String end) {
        ObjectNode arguments =
                event.putObject("args").put("target", task.target().toString());
        if (ends.containsKey(task)) {
            arguments.setAll(ends.get(task));
        } else {
            arguments.put("end", end);
        }
    }

    private void name(String kind, int thread, String name) {
        events.addObject()
                .put("name", kind)
                .put("ph", "M")
                .put("pid", PROCESS)
                .put("tid", thread)
                .putObject("args")
                .put("name", name);
    }

    private static long microseconds(Duration time) {
        return time.toNanos() / 1000;
    }
}
