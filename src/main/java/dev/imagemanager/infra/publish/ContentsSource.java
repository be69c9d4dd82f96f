package dev.imagemanager.infra.publish;

import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.infra.oci.ImageIndex;
import dev.imagemanager.infra.registry.ImageConfiguration;
import dev.imagemanager.infra.registry.Manifest;
import dev.imagemanager.infra.registry.Repository;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.publish.ImageRegistries;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Images in one place. */
final class ContentsSource implements ImageRegistries.Source {

    private final String name;
    private final Function<String, Contents> contents;
    private final Function<IOException, EnvironmentException> failures;

    /** What was read or made for images of several platforms, by the image of the fleet and what it has. */
    private final Map<Images, Digest> digests = new ConcurrentHashMap<>();

    private final Map<Digest, Manifest> indexes = new ConcurrentHashMap<>();

    private record Images(String image, Map<Platform, Digest> platforms) {
        Images {
            platforms = new TreeMap<>(platforms);
        }
    }

    /**
     * @param name for messages
     * @param contents of each image of the fleet
     * @param failures what is said if content cannot be read
     */
    ContentsSource(
            String name, Function<String, Contents> contents, Function<IOException, EnvironmentException> failures) {
        this.name = name;
        this.contents = contents;
        this.failures = failures;
    }

    @Override
    public Optional<Digest> digestOf(TargetName tag) throws InterruptedException {
        try {
            Optional<Repository> repository = contents.apply(tag.image()).repository();
            return repository.isPresent() ? repository.get().manifests().digest(tag.tag()) : Optional.empty();
        } catch (IOException failure) {
            throw failures.apply(failure);
        }
    }

    @Override
    public Map<Platform, Digest> platforms(String image, Digest digest) throws InterruptedException {
        try {
            Contents found = contents.apply(image);
            Manifest manifest = found.manifest(digest);
            Map<Platform, Digest> platforms = ImageConfiguration.platforms(manifest, blob -> found.open(blob.digest()));
            digests.put(new Images(image, platforms), digest);
            return platforms;
        } catch (IOException failure) {
            throw failures.apply(failure);
        }
    }

    @Override
    public Digest digest(String image, Map<Platform, Digest> platforms, SortedMap<String, String> annotations)
            throws InterruptedException {
        Digest known = digests.get(new Images(image, platforms));
        if (known != null) {
            return known;
        }
        if (platforms.size() == 1) {
            return platforms.values().iterator().next();
        }
        try {
            Map<Platform, Descriptor> images = new TreeMap<>();
            for (Map.Entry<Platform, Digest> entry : platforms.entrySet()) {
                images.put(
                        entry.getKey(),
                        contents.apply(image).manifest(entry.getValue()).descriptor());
            }
            Manifest index = Manifest.of(ImageIndex.MEDIA_TYPE, ImageIndex.of(images, annotations));
            indexes.put(index.digest(), index);
            return index.digest();
        } catch (IOException failure) {
            throw failures.apply(failure);
        }
    }

    @Override
    public Map<String, String> labels(String image, Digest manifest) throws InterruptedException {
        try {
            Contents found = contents.apply(image);
            return ImageConfiguration.labels(found.manifest(manifest), blob -> found.open(blob.digest()));
        } catch (IOException failure) {
            throw failures.apply(failure);
        }
    }

    /** Returns the content of an image of the fleet, with the indexes that were made for it. */
    Contents of(String image) {
        Contents stored = contents.apply(image);
        return new Contents() {
            @Override
            public Manifest manifest(Digest digest) throws IOException, InterruptedException {
                Manifest made = indexes.get(digest);
                return made == null ? stored.manifest(digest) : made;
            }

            @Override
            public InputStream open(Digest blob) throws IOException, InterruptedException {
                return stored.open(blob);
            }

            @Override
            public Optional<Repository> repository() {
                return stored.repository();
            }
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
