package dev.imagemanager.pipeline.registry;

import dev.imagemanager.pipeline.registry.RegistryInventory.Place;
import dev.imagemanager.pipeline.registry.StoredManifest.Part;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads what repositories have, many requests at once: one for each tag and one for each manifest, whatever number of tags it
 * has. A repository that cannot be read does not keep others from being read.
 */
final class StockReader {

    private final RegistryInventory registries;
    private final Map<FleetRepository, Reading> readings = new LinkedHashMap<>();

    StockReader(RegistryInventory registries) {
        this.registries = registries;
    }

    /** Something in a repository. */
    private record Item<T>(Reading reading, T name) {}

    private interface Request<T> {
        void send(Reading reading, T name) throws InterruptedException;
    }

    /** What is known of a repository so far. Manifests never change, so each is read once, also if tags are read again. */
    private static final class Reading {

        private final FleetRepository repository;
        private final Place registry;
        private final Map<String, Optional<Digest>> tags = new ConcurrentHashMap<>();
        private final Map<Digest, Optional<StoredManifest>> manifests = new ConcurrentHashMap<>();
        private final Set<Digest> gone = ConcurrentHashMap.newKeySet();
        private volatile Optional<EnvironmentException> failure = Optional.empty();

        Reading(FleetRepository repository, Place registry) {
            this.repository = repository;
            this.registry = registry;
        }

        void begin() throws InterruptedException {
            tags.clear();
            gone.clear();
            manifests.values().removeIf(Optional::isEmpty);
            registry.tags(repository.name()).forEach(tag -> tags.put(tag, Optional.empty()));
        }

        Stream<Digest> unread() {
            return Stream.concat(
                            tags.values().stream().flatMap(Optional::stream),
                            manifests.values().stream()
                                    .flatMap(Optional::stream)
                                    .flatMap(found -> found.parts().stream())
                                    .map(Part::digest))
                    .filter(digest -> !manifests.containsKey(digest))
                    .distinct();
        }

        /** Returns what attachments belong to that is not known from tags. */
        Stream<Digest> unknownSubjects() {
            RepositoryStock stock = stock();
            return stock.meanings().values().stream()
                    .flatMap(meaning -> meaning.subject().stream())
                    .filter(subject -> stock.manifest(subject).isEmpty())
                    .distinct();
        }

        RepositoryStock stock() {
            return new RepositoryStock(repository, present(tags), present(manifests), gone).ofTags();
        }

        private static <K extends Comparable<K>, V> SortedMap<K, V> present(Map<K, Optional<V>> all) {
            SortedMap<K, V> present = new TreeMap<>();
            all.forEach((key, value) -> value.ifPresent(known -> present.put(key, known)));
            return present;
        }
    }

    /** Returns what the repositories that can be read have, in the given order. May be called again, to look again. */
    List<RepositoryStock> read(Collection<FleetRepository> repositories) throws InterruptedException {
        List<Reading> chosen = repositories.stream()
                .map(repository -> readings.computeIfAbsent(
                        repository, added -> new Reading(added, registries.at(added.registry()))))
                .toList();
        each(chosen, reading -> Stream.of(reading), (reading, same) -> reading.begin());
        each(
                chosen,
                reading -> List.copyOf(reading.tags.keySet()).stream(),
                (reading, tag) -> reading.tags.put(tag, reading.registry.digestOf(reading.repository.name(), tag)));
        readManifests(chosen);
        each(chosen, Reading::unknownSubjects, (reading, subject) -> {
            if (!reading.registry.has(reading.repository.name(), subject)) {
                reading.gone.add(subject);
            }
        });
        return chosen.stream()
                .filter(reading -> reading.failure.isEmpty())
                .map(Reading::stock)
                .toList();
    }

    private void readManifests(List<Reading> chosen) throws InterruptedException {
        while (chosen.stream()
                .anyMatch(reading ->
                        reading.failure.isEmpty() && reading.unread().findAny().isPresent())) {
            each(chosen, Reading::unread, StockReader::readManifest);
        }
    }

    private static void readManifest(Reading reading, Digest digest) throws InterruptedException {
        reading.manifests.put(digest, reading.registry.find(reading.repository.name(), digest));
    }

    /**
     * Returns what is attached to manifests of a repository and is not in its stock, directly or indirectly: registries with an
     * interface for that keep it without tags.
     *
     * @param subjects by repository
     * @return by repository and subject
     */
    Map<FleetRepository, Map<Digest, Set<Digest>>> attached(Map<FleetRepository, Set<Digest>> subjects)
            throws InterruptedException {
        Map<FleetRepository, Map<Digest, Set<Digest>>> attached = new LinkedHashMap<>();
        subjects.keySet().forEach(repository -> attached.put(repository, new ConcurrentHashMap<>()));
        Map<FleetRepository, Set<Digest>> open = subjects;
        while (open.values().stream().anyMatch(digests -> !digests.isEmpty())) {
            Map<FleetRepository, Set<Digest>> asked = open;
            each(
                    asked.keySet().stream().map(readings::get).toList(),
                    reading -> asked.get(reading.repository).stream(),
                    (reading, subject) -> attached.get(reading.repository)
                            .put(subject, reading.registry.attachedTo(reading.repository.name(), subject)));
            open = new LinkedHashMap<>();
            for (FleetRepository repository : asked.keySet()) {
                Map<Digest, Set<Digest>> known = attached.get(repository);
                Set<Digest> next = new HashSet<>();
                known.values().forEach(next::addAll);
                next.removeAll(known.keySet());
                open.put(repository, readings.get(repository).failure.isPresent() ? Set.of() : next);
            }
        }
        return attached;
    }

    /** Returns why repositories cannot be read. */
    List<Problem> failures() {
        return readings.values().stream()
                .flatMap(reading -> reading.failure.stream())
                .flatMap(failure -> failure.problems().stream())
                .distinct()
                .toList();
    }

    boolean hasFailed(FleetRepository repository) {
        return readings.get(repository).failure.isPresent();
    }

    private static <T> void each(List<Reading> chosen, Function<Reading, Stream<T>> names, Request<T> request)
            throws InterruptedException {
        List<Item<T>> items = chosen.stream()
                .filter(reading -> reading.failure.isEmpty())
                .flatMap(reading -> names.apply(reading).map(name -> new Item<>(reading, name)))
                .toList();
        Scheduler.ofIndependent(items).runAll(item -> {
            Reading reading = item.reading();
            if (reading.failure.isPresent()) {
                return;
            }
            try {
                request.send(reading, item.name());
            } catch (EnvironmentException failure) {
                reading.failure = Optional.of(failure);
            }
        });
    }
}
