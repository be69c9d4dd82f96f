package dev.imagemanager.pipeline.publish;

import dev.imagemanager.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what becomes of publications. Safe for use by several threads. */
final class PublishOutcome {

    private final List<Publication> publications;
    private final Map<Publication, Long> sent = identities();
    private final Map<Publication, List<String>> attached = identities();
    private final Map<Publication, Problem> failures = identities();
    private final Set<TagMove> moved = Collections.newSetFromMap(identities());
    private final Set<Publication> finished = Collections.newSetFromMap(identities());
    private final List<Problem> problems = Collections.synchronizedList(new ArrayList<>());

    /** @param publications in the order of the report */
    PublishOutcome(List<Publication> publications) {
        this.publications = List.copyOf(publications);
    }

    private static <K, V> Map<K, V> identities() {
        return Collections.synchronizedMap(new IdentityHashMap<>());
    }

    void sent(Publication publication, long bytes) {
        sent.merge(publication, bytes, Long::sum);
    }

    void attached(Publication publication, Collection<String> what) {
        attached.put(publication, List.copyOf(what));
    }

    void failed(Publication publication, Problem problem) {
        failures.put(publication, problem);
    }

    void moved(TagMove move) {
        moved.add(move);
    }

    void movedBack(TagMove move) {
        moved.remove(move);
    }

    void finished(Publication publication) {
        finished.add(publication);
    }

    void add(Problem problem) {
        problems.add(problem);
    }

    boolean hasFailed(Publication publication) {
        return failures.containsKey(publication);
    }

    boolean hasFailures() {
        return !failures.isEmpty();
    }

    PublishReport report(boolean isDryRun, List<Withheld> withheld, Duration time) {
        return new PublishReport(
                isDryRun,
                publications.stream()
                        .map(publication -> image(publication, isDryRun))
                        .toList(),
                withheld,
                problems,
                time);
    }

    private PublishReport.Image image(Publication publication, boolean isDryRun) {
        PublishableImage image = publication.image();
        ImageRegistries.Destination destination = publication.destination();
        List<Problem> reasons = new ArrayList<>(publication.refusals());
        if (failures.containsKey(publication)) {
            reasons.add(failures.get(publication));
        }
        return new PublishReport.Image(
                image.target().name(),
                destination.place().toString(),
                publication.repository(),
                image.digest(),
                image.platforms(),
                publication.tags().stream()
                        .map(move -> new PublishReport.Tag(move, state(move, isDryRun)))
                        .toList(),
                sent.getOrDefault(publication, 0L),
                attached.getOrDefault(publication, List.of()),
                state(publication, isDryRun),
                reasons);
    }

    private PublishReport.TagState state(TagMove move, boolean isDryRun) {
        if (move.isCurrent()) {
            return PublishReport.TagState.CURRENT;
        }
        if (move.refusal().isPresent()) {
            return PublishReport.TagState.REFUSED;
        }
        if (moved.contains(move)) {
            return move.from().isPresent() ? PublishReport.TagState.MOVED : PublishReport.TagState.CREATED;
        }
        return isDryRun ? PublishReport.TagState.PLANNED : PublishReport.TagState.KEPT;
    }

    private PublishReport.State state(Publication publication, boolean isDryRun) {
        if (failures.containsKey(publication)) {
            return PublishReport.State.FAILED;
        }
        if (!publication.refusals().isEmpty()) {
            return PublishReport.State.REFUSED;
        }
        if (finished.contains(publication)) {
            return publication.isCurrent() ? PublishReport.State.CURRENT : PublishReport.State.PUBLISHED;
        }
        if (isDryRun) {
            return publication.isCurrent() ? PublishReport.State.CURRENT : PublishReport.State.PLANNED;
        }
        return publication.isCurrent() ? PublishReport.State.CURRENT : PublishReport.State.HELD_BACK;
    }
}
