package dev.imagemanager.pipeline.publish;

import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sends the events of a publication to a listener. */
final class PublishTeller {

    private static final String STEP = "publish";

    private final PipelineListener listener;
    private final boolean hasSeveral;

    /** @param hasSeveral whether images go to several registries, so that events name them */
    PublishTeller(PipelineListener listener, boolean hasSeveral) {
        this.listener = listener;
        this.hasSeveral = hasSeveral;
    }

    private PipelineEvent.Task task(Publication publication) {
        return new PipelineEvent.Task(
                publication.image().target().name(),
                hasSeveral ? STEP + " to " + publication.destination().place() : STEP);
    }

    void begun(List<Publication> publications, int jobs) {
        listener.on(new PipelineEvent.Begun(
                publications.stream()
                        .map(publication ->
                                new PipelineEvent.PlannedTask(task(publication), Set.of(), Optional.empty()))
                        .toList(),
                jobs));
    }

    void started(Publication publication) {
        listener.on(new PipelineEvent.Started(
                task(publication), "publishing to " + publication.destination().place()));
    }

    void succeeded(Publication publication, Duration time, String summary) {
        listener.on(new PipelineEvent.Succeeded(publication.image().target().name(), time, summary));
        listener.on(new PipelineEvent.Ended(task(publication), PipelineEvent.End.SUCCEEDED, time, summary));
    }

    void failed(Publication publication, Problem problem, Duration time) {
        listener.on(new PipelineEvent.Failed(publication.image().target().name(), problem, List.of()));
        listener.on(new PipelineEvent.Ended(task(publication), PipelineEvent.End.FAILED, time, ""));
    }

    /** A problem with the tags of an image. */
    void refused(Publication publication, Problem problem) {
        listener.on(new PipelineEvent.Failed(publication.image().target().name(), problem, List.of()));
    }

    void withheld(Withheld target) {
        listener.on(new PipelineEvent.Failed(target.target(), target.problem(), List.of()));
    }

    void note(Problem note) {
        listener.on(new PipelineEvent.Noted(note));
    }
}
