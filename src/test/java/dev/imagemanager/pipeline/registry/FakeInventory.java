package dev.imagemanager.pipeline.registry;

import dev.imagemanager.TestDigests;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.registry.StoredManifest.Part;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A registry on paper, with one repository that counts: {@code team/app}. What is in it is called by one word. */
final class FakeInventory implements RegistryInventory, RegistryInventory.Place {

    static final String REPOSITORY = "team/app";

    final Map<String, Digest> tags = Collections.synchronizedMap(new TreeMap<>());
    final Map<Digest, StoredManifest> manifests = Collections.synchronizedMap(new HashMap<>());

    /** What an interface for referrers tells. */
    final Map<Digest, Set<Digest>> attached = Collections.synchronizedMap(new HashMap<>());

    /** Reads of tags and manifests, and removals, in order. */
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    boolean removes = true;
    boolean removesTags = true;
    Set<String> closed = Set.of();

    /** A word that cannot be removed. */
    Optional<Digest> stuck = Optional.empty();

    static Digest digest(String word) {
        return TestDigests.of(word);
    }

    static Instant day(int day) {
        return Instant.parse("2026-01-01T00:00:00Z").plusSeconds(day * 86_400L);
    }

    /** An image with a layer of its own, of 100 bytes, and one of 1000 that all have. */
    FakeInventory image(String word, Optional<Instant> created, String... names) {
        return add(
                word,
                new StoredManifest(
                        "image",
                        Optional.empty(),
                        List.of(),
                        Map.of(digest("layer of " + word), 100L, digest("base"), 1_000L),
                        Optional.of(Platform.LINUX_AMD64),
                        created,
                        Optional.empty(),
                        Optional.empty()),
                names);
    }

    FakeInventory image(String word, String... names) {
        return image(word, Optional.empty(), names);
    }

    FakeInventory labelled(String word, String version, String... names) {
        return add(
                word,
                new StoredManifest(
                        "image",
                        Optional.empty(),
                        List.of(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(version)),
                names);
    }

    FakeInventory index(String word, List<String> parts, String... names) {
        return add(
                word,
                new StoredManifest(
                        "index",
                        Optional.empty(),
                        parts.stream()
                                .map(part -> new Part(digest(part), Optional.empty()))
                                .toList(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                names);
    }

    FakeInventory artifact(String word, String subject, String... names) {
        return add(
                word,
                new StoredManifest(
                        "artifact",
                        Optional.of(digest(subject)),
                        List.of(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                names);
    }

    FakeInventory add(String word, StoredManifest manifest, String... names) {
        manifests.put(digest(word), manifest);
        Stream.of(names).forEach(name -> tags.put(name, digest(word)));
        return this;
    }

    /** The tag under which something is attached to an image. */
    static String tagFor(String word, String ending) {
        return digest(word).toString().replace(':', '-') + ending;
    }

    /** The words that are there. */
    boolean isThere(String... words) {
        return Stream.of(words).allMatch(word -> manifests.containsKey(digest(word)));
    }

    @Override
    public Place at(Registry registry) {
        if (closed.contains(registry.host())) {
            return new Closed();
        }
        return this;
    }

    @Override
    public List<String> tags(String repository) {
        calls.add("tags " + repository);
        return repository.equals(REPOSITORY) ? List.copyOf(tags.keySet()) : List.of();
    }

    @Override
    public Optional<Digest> digestOf(String repository, String tag) {
        calls.add("digest " + tag);
        return Optional.ofNullable(tags.get(tag));
    }

    @Override
    public boolean has(String repository, Digest digest) {
        return manifests.containsKey(digest);
    }

    @Override
    public Optional<StoredManifest> find(String repository, Digest digest) {
        calls.add("read " + digest);
        return Optional.ofNullable(manifests.get(digest));
    }

    @Override
    public Set<Digest> attachedTo(String repository, Digest subject) {
        return attached.getOrDefault(subject, Set.of());
    }

    @Override
    public boolean remove(String repository, Digest digest) {
        if (stuck.equals(Optional.of(digest))) {
            throw new EnvironmentException(Problem.error("HTTP status 403"));
        }
        if (removes) {
            calls.add("remove " + digest);
            manifests.remove(digest);
            tags.values().removeIf(digest::equals);
        }
        return removes;
    }

    @Override
    public boolean removeTag(String repository, String tag) {
        if (removesTags) {
            calls.add("remove tag " + tag);
            tags.remove(tag);
        }
        return removesTags;
    }

    /** What was removed, by the words for it. */
    List<String> removed(String... words) {
        Map<String, String> names = new HashMap<>();
        Stream.of(words).forEach(word -> names.put("remove " + digest(word), word));
        Set<String> known = new HashSet<>(names.keySet());
        return calls.stream().filter(known::contains).map(names::get).toList();
    }

    private static final class Closed implements Place {

        private static EnvironmentException closed() {
            return new EnvironmentException(Problem.error("it is closed"));
        }

        @Override
        public List<String> tags(String repository) {
            throw closed();
        }

        @Override
        public Optional<Digest> digestOf(String repository, String tag) {
            throw closed();
        }

        @Override
        public boolean has(String repository, Digest digest) {
            throw closed();
        }

        @Override
        public Optional<StoredManifest> find(String repository, Digest digest) {
            throw closed();
        }

        @Override
        public Set<Digest> attachedTo(String repository, Digest subject) {
            throw closed();
        }

        @Override
        public boolean remove(String repository, Digest digest) {
            throw closed();
        }

        @Override
        public boolean removeTag(String repository, String tag) {
            throw closed();
        }
    }
}
