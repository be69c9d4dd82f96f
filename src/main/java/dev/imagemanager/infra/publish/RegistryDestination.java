package dev.imagemanager.infra.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.infra.registry.ImageConfiguration;
import dev.imagemanager.infra.registry.InvalidResponseException;
import dev.imagemanager.infra.registry.Manifest;
import dev.imagemanager.infra.registry.RegistryClient;
import dev.imagemanager.infra.registry.Repository;
import dev.imagemanager.model.settings.PublishPlace;
import dev.imagemanager.pipeline.publish.ImageRegistries;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageAnnotations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A registry that images are published in. */
final class RegistryDestination implements ImageRegistries.Destination {

    private final RegistryClient client;
    private final PublishPlace place;
    private final BlobTransfer blobs;

    /** What was copied, so that tags can be set without reading it again. */
    private final Map<Digest, Manifest> copied = new ConcurrentHashMap<>();

    /** @param blobs of all repositories of the registry */
    RegistryDestination(RegistryClient client, PublishPlace place, BlobTransfer blobs) {
        this.client = client;
        this.place = place;
        this.blobs = blobs;
    }

    @Override
    public PublishPlace place() {
        return place;
    }

    private Repository at(String image) {
        return client.repository(place.registry(), place.repository(image));
    }

    @Override
    public Optional<Digest> digestOf(String image, String tag) throws InterruptedException {
        try {
            return at(image).manifests().digest(tag);
        } catch (IOException failure) {
            throw failed("cannot look up " + at(image) + ":" + tag, failure);
        }
    }

    @Override
    public Optional<String> versionOf(String image, Digest digest) throws InterruptedException {
        Repository repository = at(image);
        try {
            Manifest manifest = repository.manifests().require(digest);
            JsonNode first = manifest.json().path("manifests").path(0);
            if (!first.isMissingNode()) {
                manifest = repository.manifests().require(digest(first));
            }
            return Optional.ofNullable(ImageConfiguration.labels(
                            manifest, blob -> repository.blobs().open(blob.digest()))
                    .get(ImageAnnotations.VERSION));
        } catch (IOException failure) {
            throw failed("cannot read the version of " + repository + "@" + digest, failure);
        }
    }

    @Override
    public long copy(ImageRegistries.Source source, String image, Digest digest) throws InterruptedException {
        try {
            return copy(((ContentsSource) source).of(image), at(image), digest);
        } catch (IOException failure) {
            throw failed("cannot copy " + image + "@" + digest + " from " + source + " to " + at(image), failure);
        } catch (UncheckedIOException failure) {
            throw failed(
                    "cannot copy " + image + "@" + digest + " from " + source + " to " + at(image), failure.getCause());
        }
    }

    /** A registry refuses a manifest whose content it lacks, so that goes first. */
    private long copy(Contents source, Repository target, Digest digest) throws IOException, InterruptedException {
        Manifest manifest = source.manifest(digest);
        copied.put(digest, manifest);
        if (target.manifests().has(digest)) {
            return 0;
        }
        JsonNode json = manifest.json();
        long sent = 0;
        for (JsonNode child : json.path("manifests")) {
            sent += copy(source, target, digest(child));
        }
        for (Descriptor blob : blobs(json)) {
            sent += blobs.bring(blob, source, target);
        }
        target.manifests().put(manifest);
        return sent + manifest.descriptor().size();
    }

    /** The configuration and layers, without those that must not be pushed (OCI Image Specification, "Non-Distributable Layers"). */
    private static List<Descriptor> blobs(JsonNode manifest) throws InvalidResponseException {
        List<Descriptor> blobs = new ArrayList<>();
        if (manifest.has("config")) {
            blobs.add(descriptor(manifest.path("config")));
        }
        for (JsonNode layer : manifest.path("layers")) {
            Descriptor descriptor = descriptor(layer);
            if (!descriptor.mediaType().contains("nondistributable")
                    && !descriptor.mediaType().contains("foreign")) {
                blobs.add(descriptor);
            }
        }
        return blobs;
    }

    private static Digest digest(JsonNode node) throws InvalidResponseException {
        return descriptor(node).digest();
    }

    private static Descriptor descriptor(JsonNode node) throws InvalidResponseException {
        try {
            return Descriptor.parse(node);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidResponseException("a manifest has an invalid descriptor", malformed);
        }
    }

    @Override
    public void tag(String image, String tag, Digest digest) throws InterruptedException {
        Repository repository = at(image);
        try {
            Manifest known = copied.get(digest);
            repository
                    .manifests()
                    .put(tag, known == null ? repository.manifests().require(digest) : known);
        } catch (IOException failure) {
            throw failed("cannot set " + repository + ":" + tag + " to " + digest, failure);
        }
    }

    @Override
    public boolean untag(String image, String tag) throws InterruptedException {
        Repository repository = at(image);
        try {
            return repository.tags().delete(tag)
                    && repository.manifests().digest(tag).isEmpty();
        } catch (IOException failure) {
            throw failed("cannot remove " + repository + ":" + tag, failure);
        }
    }

    private EnvironmentException failed(String what, IOException failure) {
        return RegistryFailures.of(what, place.registry(), failure);
    }
}
