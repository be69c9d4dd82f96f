package dev.imagemanager.pipeline.publish;

import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.problem.ImageManagerException;
import dev.imagemanager.problem.Problem;
import java.time.Duration;
import java.util.List;

/** Attaches what belongs to images before tags stand for them. */
final class AttachmentPublisher {

    private final Attacher attacher;
    private final PublishTeller teller;
    private final PublishOutcome outcome;

    AttachmentPublisher(Attacher attacher, PublishTeller teller, PublishOutcome outcome) {
        this.attacher = attacher;
        this.teller = teller;
        this.outcome = outcome;
    }

    /**
     * @param publications whose content is there, unless they have failed
     * @throws InterruptedException if the program was interrupted
     */
    void publish(List<Publication> publications, int jobs) throws InterruptedException {
        Scheduler.each(publications, jobs, this::attach);
    }

    private void attach(Publication publication) throws InterruptedException {
        if (outcome.hasFailed(publication)) {
            return;
        }
        try {
            outcome.attached(publication, attacher.attach(publication));
        } catch (ImageManagerException failure) {
            Problem problem = failure.problems().get(0);
            outcome.failed(publication, problem);
            teller.failed(publication, problem, Duration.ZERO);
        }
    }
}
