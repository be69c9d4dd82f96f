package dev.imagemanager.cli.progress;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps of the events of a run what reports tell. Safe for use by several threads. */
public final class RunEvents implements PipelineListener {

    private final PipelineListener listener;
    private final List<Remark> remarks = new ArrayList<>();
    private final Map<PipelineEvent.Task, Duration> times = new ConcurrentHashMap<>();

    /**
     * An error or a warning.
     *
     * @param target empty if it is not about one
     */
    record Remark(Problem problem, Optional<TargetName> target) {}

    /** @param listener gets all events */
    public RunEvents(PipelineListener listener) {
        this.listener = listener;
    }

    @Override
    public void on(PipelineEvent event) {
        if (event instanceof PipelineEvent.Failed failed) {
            add(failed.problem(), Optional.of(failed.target()));
        } else if (event instanceof PipelineEvent.Warned warned) {
            add(warned.warning(), Optional.of(warned.target()));
        } else if (event instanceof PipelineEvent.Ended ended) {
            times.put(ended.task(), ended.time());
        }
        listener.on(event);
    }

    /** Adds a problem of the run as a whole. */
    public void add(Problem problem) {
        add(problem, Optional.empty());
    }

    private synchronized void add(Problem problem, Optional<TargetName> target) {
        remarks.add(new Remark(problem, target));
    }

    synchronized List<Remark> remarks() {
        return List.copyOf(remarks);
    }

    Duration time(TargetName target, String step) {
        return times.getOrDefault(new PipelineEvent.Task(target, step), Duration.ZERO);
    }
}
