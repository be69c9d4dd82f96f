package dev.imagemanager.pipeline.registry;

import dev.imagemanager.pipeline.registry.StoredManifest.Part;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a repository has.
 *
 * @param tags tag → digest
 * @param manifests those of the tags, and those that indexes list, as far as they exist
 * @param gone what attachments belong to, but does not exist any more
 */
public record RepositoryStock(
        FleetRepository repository,
        SortedMap<String, Digest> tags,
        Map<Digest, StoredManifest> manifests,
        Set<Digest> gone) {

    /** The first images of Docker are from March 2013: earlier times are those of reproducible images. */
    private static final Instant FIRST = Instant.parse("2013-03-01T00:00:00Z");

    public RepositoryStock {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        manifests = Map.copyOf(manifests);
        gone = Set.copyOf(gone);
    }

    /** Returns the same without manifests that no tag leads to. */
    RepositoryStock ofTags() {
        Map<Digest, StoredManifest> reachable = new HashMap<>(manifests);
        reachable.keySet().retainAll(within(tags.values()));
        return new RepositoryStock(repository, tags, reachable, gone);
    }

    Optional<StoredManifest> manifest(Digest digest) {
        return Optional.ofNullable(manifests.get(digest));
    }

    /** Returns what each tag is for the fleet. */
    public SortedMap<String, TagMeaning> meanings() {
        FleetTags fleet = new FleetTags(repository.images());
        SortedMap<String, TagMeaning> meanings = new TreeMap<>();
        tags.forEach((tag, digest) -> {
            TagMeaning meaning = fleet.of(tag, versionOf(digest));
            meanings.put(
                    tag,
                    meaning.kind() == TagMeaning.Kind.TEST
                            ? new TagMeaning(
                                    meaning.kind(),
                                    meaning.of(),
                                    meaning.snapshot(),
                                    manifest(digest).flatMap(StoredManifest::subject))
                            : meaning);
        });
        return meanings;
    }

    private Optional<String> versionOf(Digest digest) {
        return within(digest).stream()
                .flatMap(part -> manifest(part).flatMap(StoredManifest::version).stream())
                .findFirst();
    }

    /** Returns a manifest or index with all that it lists, directly or indirectly. */
    Set<Digest> within(Digest digest) {
        return within(Set.of(digest));
    }

    Set<Digest> within(Collection<Digest> digests) {
        Set<Digest> all = new LinkedHashSet<>(digests);
        Queue<Digest> open = new ArrayDeque<>(digests);
        while (!open.isEmpty()) {
            manifest(open.remove()).stream()
                    .flatMap(found -> found.parts().stream())
                    .map(Part::digest)
                    .filter(all::add)
                    .forEach(open::add);
        }
        return all;
    }

    Map<Digest, SortedSet<String>> tagsByDigest() {
        Map<Digest, SortedSet<String>> byDigest = new HashMap<>();
        tags.forEach((tag, digest) ->
                byDigest.computeIfAbsent(digest, added -> new TreeSet<>()).add(tag));
        return byDigest;
    }

    /** Returns the platforms of the images of a manifest or index. */
    public SortedSet<Platform> platforms(Digest digest) {
        SortedSet<Platform> platforms = new TreeSet<>();
        for (Digest part : within(digest)) {
            manifest(part).ifPresent(found -> {
                found.platform().ifPresent(platforms::add);
                found.parts().forEach(listed -> listed.platform().ifPresent(platforms::add));
            });
        }
        return platforms;
    }

    /** Returns configurations and layers with their sizes in bytes. */
    Map<Digest, Long> blobs(Collection<Digest> digests) {
        Map<Digest, Long> blobs = new HashMap<>();
        digests.forEach(digest -> manifest(digest).ifPresent(found -> blobs.putAll(found.blobs())));
        return blobs;
    }

    /** Returns the size of a manifest or index with all that it lists, in bytes. */
    public long bytes(Digest digest) {
        return blobs(within(digest)).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /**
     * Returns the latest time that is known of a manifest or index: when the registry got it, if it says so, or else what
     * images and artifacts say. Empty if nobody says a time, as with images that have the same time whenever they are built.
     */
    public Optional<Instant> time(Digest digest) {
        return within(digest).stream()
                .flatMap(part -> manifest(part).stream())
                .flatMap(found -> Stream.concat(found.modified().stream(), found.created().stream()))
                .filter(time -> !time.isBefore(FIRST))
                .max(Comparator.naturalOrder());
    }
}
