package dev.imagemanager.pipeline.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes the trace of a run at its end, also if it fails or is interrupted. */
final class RunEnd implements AutoCloseable {

    private final Optional<Path> trace;
    private final Timeline timeline;
    private final PipelineListener listener;
    private Map<Task, Set<Task>> tasks = Map.of();
    private RunRecorder recorder = new RunRecorder();
    private Optional<DelayedShutdown> delay = Optional.empty();

    RunEnd(Optional<Path> trace, Timeline timeline, PipelineListener listener) {
        this.trace = trace;
        this.timeline = timeline;
        this.listener = listener;
    }

    /**
     * Says that tasks begin. From here on, the program does not end before this is closed.
     *
     * @throws InterruptedException if the program is already ending
     */
    void tasksBegin(Map<Task, Set<Task>> begun, RunRecorder recorderOfRun) throws InterruptedException {
        tasks = begun;
        recorder = recorderOfRun;
        delay = Optional.of(DelayedShutdown.begin());
    }

    @Override
    public void close() {
        try {
            trace.flatMap(file -> new RunTrace(timeline, tasks, ends()).write(file))
                    .ifPresent(failure -> listener.on(new PipelineEvent.Noted(failure)));
        } finally {
            delay.ifPresent(DelayedShutdown::close);
        }
    }

    private Map<Task, ObjectNode> ends() {
        Map<Task, ObjectNode> ends = new HashMap<>();
        tasks.keySet().forEach(task -> recorder.end(task).ifPresent(end -> {
            ObjectNode result = JsonNodeFactory.instance.objectNode().put("end", end);
            recorder.of(task).found().ifPresent(report -> report.describe(result));
            ends.put(task, result);
        }));
        return ends;
    }
}
