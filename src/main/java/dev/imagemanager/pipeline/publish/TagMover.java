package dev.imagemanager.pipeline.publish;

import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Sets tags to images whose content is there: first the tags of targets, then aliases, so that an alias never stands for a
 * version that cannot be pulled by its own tag yet. If one cannot be set, those that were are set back.
 */
final class TagMover {

    private final PublishTeller teller;
    private final PublishOutcome outcome;
    private final boolean keepsGoing;
    private final List<Move> done = Collections.synchronizedList(new ArrayList<>());

    /** @param keepsGoing whether a failure only concerns the tags of its own image */
    TagMover(PublishTeller teller, PublishOutcome outcome, boolean keepsGoing) {
        this.teller = teller;
        this.outcome = outcome;
        this.keepsGoing = keepsGoing;
    }

    private record Move(Publication publication, TagMove tag) {}

    /** @throws InterruptedException if the program was interrupted */
    void move(Collection<Publication> publications) throws InterruptedException {
        for (boolean isAlias : new boolean[] {false, true}) {
            List<Move> moves = publications.stream()
                    .filter(publication -> !outcome.hasFailed(publication))
                    .flatMap(publication -> publication.tags().stream()
                            .filter(tag -> tag.isAlias() == isAlias && !tag.isCurrent())
                            .map(tag -> new Move(publication, tag)))
                    .toList();
            Scheduler.each(moves, Scheduler.AT_ONCE, this::set);
            if (outcome.hasFailures()) {
                setBack();
                if (!keepsGoing) {
                    return;
                }
            }
        }
        publications.stream()
                .filter(publication -> !outcome.hasFailed(publication))
                .forEach(outcome::finished);
    }

    private void set(Move move) throws InterruptedException {
        if (!keepsGoing && outcome.hasFailures()) {
            return;
        }
        Publication publication = move.publication();
        try {
            publication
                    .destination()
                    .tag(publication.imageName(), move.tag().tag(), move.tag().to());
            done.add(move);
            outcome.moved(move.tag());
        } catch (EnvironmentException failure) {
            Problem problem = failure.problems().get(0);
            teller.refused(publication, problem);
            outcome.failed(publication, problem);
        }
    }

    private void setBack() throws InterruptedException {
        for (Move move : List.copyOf(done)) {
            if (keepsGoing && !outcome.hasFailed(move.publication())) {
                continue;
            }
            done.remove(move);
            Optional<Problem> failure = setBack(move);
            if (failure.isEmpty()) {
                outcome.movedBack(move.tag());
            }
            failure.ifPresent(outcome::add);
        }
    }

    private static Optional<Problem> setBack(Move move) throws InterruptedException {
        Publication publication = move.publication();
        ImageRegistries.Destination destination = publication.destination();
        TagMove tag = move.tag();
        Optional<Digest> from = tag.from();
        String place = publication.repository() + ":" + tag.tag();
        try {
            if (from.isPresent()) {
                destination.tag(publication.imageName(), tag.tag(), from.get());
                return Optional.empty();
            }
            return destination.untag(publication.imageName(), tag.tag())
                    ? Optional.empty()
                    : Optional.of(
                            Problem.error(place + " stays, although not all tags could be set: the registry cannot"
                                            + " remove tags")
                                    .withHint("publish again: the image is complete"));
        } catch (EnvironmentException failure) {
            return Optional.of(Problem.error(place + " stands for " + tag.to() + " now, and could not be set back: "
                            + failure.problems().get(0).message())
                    .withHint("publish again: the image is complete"));
        }
    }
}
