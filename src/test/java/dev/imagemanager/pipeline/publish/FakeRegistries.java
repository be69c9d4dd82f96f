package dev.imagemanager.pipeline.publish;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.PublishPlace;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;

/** Registries on paper: what they have, what is done with them in which order, and what fails. */
final class FakeRegistries implements ImageRegistries {

    /** {@code registry/repository:tag} → digest */
    final Map<String, Digest> tags = new ConcurrentHashMap<>();

    /** {@code registry/repository@digest} */
    final Set<String> content = ConcurrentHashMap.newKeySet();

    /** digest → version in its labels */
    final Map<Digest, String> versions = new ConcurrentHashMap<>();

    /** digest of a manifest → labels */
    final Map<Digest, Map<String, String>> labels = new ConcurrentHashMap<>();

    final List<String> actions = Collections.synchronizedList(new ArrayList<>());

    /** Beginnings of actions that fail. */
    final Set<String> failing = new HashSet<>();

    boolean canRemoveTags = true;

    @Override
    public Source built(Path directory, Optional<Registry> registry) {
        return new PaperSource("the build registry");
    }

    @Override
    public Source published(PublishPlace place) {
        return new PaperSource(place.toString()) {
            @Override
            public Optional<Digest> digestOf(TargetName tag) {
                return Optional.ofNullable(
                        tags.get(place.registry().host() + "/" + place.repository(tag.image()) + ":" + tag.tag()));
            }
        };
    }

    @Override
    public Destination to(PublishPlace place) {
        return new PaperDestination(place);
    }

    private void act(String action) {
        actions.add(action);
        if (failing.stream().anyMatch(action::startsWith)) {
            throw new EnvironmentException(Problem.error("cannot " + action + ": HTTP 500"), null);
        }
    }

    private class PaperSource implements Source {

        private final String name;

        PaperSource(String name) {
            this.name = name;
        }

        @Override
        public Optional<Digest> digestOf(TargetName tag) {
            return Optional.empty();
        }

        @Override
        public Map<Platform, Digest> platforms(String image, Digest digest) {
            return Map.of(Platform.ofThisMachine(), digest);
        }

        @Override
        public Digest digest(String image, Map<Platform, Digest> platforms, SortedMap<String, String> annotations) {
            return platforms.size() == 1 ? platforms.values().iterator().next() : Digest.of(platforms.toString());
        }

        @Override
        public Map<String, String> labels(String image, Digest manifest) {
            return labels.getOrDefault(manifest, Map.of());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private final class PaperDestination implements Destination {

        private final PublishPlace place;

        PaperDestination(PublishPlace place) {
            this.place = place;
        }

        private String at(String image) {
            return place.registry().host() + "/" + place.repository(image);
        }

        @Override
        public PublishPlace place() {
            return place;
        }

        @Override
        public Optional<Digest> digestOf(String image, String tag) {
            return Optional.ofNullable(tags.get(at(image) + ":" + tag));
        }

        @Override
        public Optional<String> versionOf(String image, Digest digest) {
            return Optional.ofNullable(versions.get(digest));
        }

        @Override
        public long copy(Source source, String image, Digest digest) {
            act("copy " + at(image));
            return content.add(at(image) + "@" + digest) ? 1000 : 0;
        }

        @Override
        public void tag(String image, String tag, Digest digest) {
            act("tag " + at(image) + ":" + tag);
            if (!content.contains(at(image) + "@" + digest)) {
                throw new AssertionError(at(image) + ":" + tag + " would stand for nothing");
            }
            tags.put(at(image) + ":" + tag, digest);
        }

        @Override
        public boolean untag(String image, String tag) {
            act("untag " + at(image) + ":" + tag);
            if (canRemoveTags) {
                tags.remove(at(image) + ":" + tag);
            }
            return canRemoveTags;
        }
    }
}
