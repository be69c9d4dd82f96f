package dev.imagemanager.pipeline.publish;

import dev.imagemanager.graph.DependencyGraph;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.ByteSize;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings the content of images to registries. Parents go first, so that their layers are there when their children need
 * them. Tags stay what they are.
 */
final class ContentPublisher {

    private final ImageRegistries.Source source;
    private final DependencyGraph graph;
    private final PublishTeller teller;
    private final PublishOutcome outcome;

    ContentPublisher(
            ImageRegistries.Source source, DependencyGraph graph, PublishTeller teller, PublishOutcome outcome) {
        this.source = source;
        this.graph = graph;
        this.teller = teller;
        this.outcome = outcome;
    }

    private record Key(String place, TargetName target) {
        static Key of(Publication publication) {
            return new Key(
                    publication.destination().place().toString(),
                    publication.image().target().name());
        }
    }

    /** @throws InterruptedException if the program was interrupted */
    void publish(List<Publication> publications, int jobs) throws InterruptedException {
        Map<Key, Publication> byKey = new LinkedHashMap<>();
        publications.forEach(publication -> byKey.put(Key.of(publication), publication));
        Map<Key, Set<Key>> order = new LinkedHashMap<>();
        byKey.keySet()
                .forEach(key -> order.put(
                        key,
                        graph.parentsOf(key.target()).stream()
                                .map(parent -> new Key(key.place(), parent))
                                .filter(byKey::containsKey)
                                .collect(Collectors.toSet())));
        teller.begun(publications, jobs);
        Map<Key, Scheduler.Outcome<Key>> outcomes = new Scheduler<>(order)
                .run(
                        Scheduler.Places.shared(jobs),
                        false,
                        key -> copy(byKey.get(key)),
                        (key, end) -> settle(byKey.get(key), end));
        if (outcomes.values().stream().anyMatch(Scheduler.Outcome.Cancelled.class::isInstance)) {
            throw new InterruptedException();
        }
    }

    private void copy(Publication publication) throws InterruptedException {
        long start = System.nanoTime();
        teller.started(publication);
        try {
            long bytes = publication
                    .destination()
                    .copy(source, publication.imageName(), publication.image().digest());
            outcome.sent(publication, bytes);
            teller.succeeded(publication, since(start), bytes == 0 ? "it is there" : ByteSize.format(bytes) + " sent");
        } catch (EnvironmentException failure) {
            Problem problem = failure.problems().get(0);
            outcome.failed(publication, problem);
            teller.failed(publication, problem, since(start));
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void settle(Publication publication, Scheduler.Outcome<Key> end) {
        if (end instanceof Scheduler.Outcome.Failed<Key> failed) {
            throw failed.reason() instanceof RuntimeException unexpected
                    ? unexpected
                    : new IllegalStateException(
                            "cannot publish " + publication.image().target(), failed.reason());
        }
    }
}
