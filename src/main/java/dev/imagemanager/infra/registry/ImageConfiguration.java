package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.infra.oci.ImageIndex;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the configuration of images (OCI Image Specification, "Image Configuration"). */
public final class ImageConfiguration {

    /** In bytes; configurations take some kilobytes. */
    private static final int LIMIT = 4 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private ImageConfiguration() {}

    /**
     * Returns the {@code config.OnBuild} of an image (Docker Image Specification 1.3).
     *
     * @param digest of a manifest or an index
     * @param platform selects an image of an index; there are no triggers if it has none
     */
    static List<String> triggers(Repository repository, Digest digest, Platform platform)
            throws IOException, InterruptedException {
        JsonNode manifest = manifest(repository, digest);
        if (manifest.has("manifests")) {
            Optional<Digest> ofPlatform = select(manifest.path("manifests"), platform);
            if (ofPlatform.isEmpty()) {
                return List.of();
            }
            manifest = manifest(repository, ofPlatform.get());
        }
        JsonNode config = JSON.readTree(repository.blobs().read(descriptor(repository, manifest.path("config"))));
        List<String> triggers = new ArrayList<>();
        config.path("config").path("OnBuild").forEach(trigger -> triggers.add(trigger.asText()));
        return triggers;
    }

    /** Reads a small blob. */
    public interface BlobReader {
        InputStream open(Descriptor blob) throws IOException, InterruptedException;
    }

    /**
     * Returns the images of an index by their platform, or the only one of a manifest. What belongs to no platform, such as
     * an attestation of BuildKit, is none of them.
     *
     * @param blobs reads the configuration
     */
    public static SortedMap<Platform, Digest> platforms(Manifest manifest, BlobReader blobs)
            throws IOException, InterruptedException {
        SortedMap<Platform, Digest> platforms = new TreeMap<>();
        JsonNode json = manifest.json();
        if (json.has("manifests")) {
            for (JsonNode entry : json.path("manifests")) {
                ImageIndex.platform(entry.path("platform"))
                        .ifPresent(platform -> Digest.find(entry.path("digest").asText())
                                .ifPresent(digest -> platforms.put(platform, digest)));
            }
        } else {
            ImageIndex.platform(read(manifest, json, blobs))
                    .ifPresent(platform -> platforms.put(platform, manifest.digest()));
        }
        if (platforms.isEmpty()) {
            throw new InvalidResponseException(manifest.digest() + " has no image for a platform");
        }
        return platforms;
    }

    /** Returns the labels of an image. */
    public static Map<String, String> labels(Manifest manifest, BlobReader blobs)
            throws IOException, InterruptedException {
        Map<String, String> labels = new TreeMap<>();
        read(manifest, manifest.json(), blobs)
                .at("/config/Labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }

    private static JsonNode read(Manifest manifest, JsonNode json, BlobReader blobs)
            throws IOException, InterruptedException {
        Descriptor config;
        try {
            config = Descriptor.parse(json.path("config"));
        } catch (IllegalArgumentException malformed) {
            throw new InvalidResponseException(manifest.digest() + " is not the manifest of an image", malformed);
        }
        try (InputStream content = blobs.open(config)) {
            byte[] bytes = content.readNBytes(LIMIT + 1);
            if (bytes.length > LIMIT) {
                throw new InvalidResponseException("the configuration of " + manifest.digest() + " is too large");
            }
            ContentHash.verify(config.digest(), bytes, "the configuration of " + manifest.digest());
            return JSON.readTree(bytes);
        }
    }

    private static JsonNode manifest(Repository repository, Digest digest) throws IOException, InterruptedException {
        return repository
                .manifests()
                .find(digest)
                .orElseThrow(() -> new IOException("it does not have " + repository.subject(digest)))
                .json();
    }

    private static Descriptor descriptor(Repository repository, JsonNode node) throws InvalidResponseException {
        try {
            return Descriptor.parse(node);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidResponseException(
                    repository.host() + " responded with a malformed manifest for " + repository.name(), malformed);
        }
    }

    /** Returns the image for the platform, else for its architecture. */
    private static Optional<Digest> select(JsonNode manifests, Platform platform) {
        Optional<Digest> similar = Optional.empty();
        for (JsonNode descriptor : manifests) {
            JsonNode described = descriptor.path("platform");
            Platform offered = Platform.of(
                    described.path("os").asText(),
                    described.path("architecture").asText(),
                    Optional.of(described.path("variant").asText()).filter(variant -> !variant.isEmpty()));
            Optional<Digest> digest = Digest.find(descriptor.path("digest").asText());
            if (offered.equals(platform.withoutOsVersion())) {
                return digest;
            }
            if (similar.isEmpty()
                    && offered.os().equals(platform.os())
                    && offered.architecture().equals(platform.architecture())) {
                similar = digest;
            }
        }
        return similar;
    }
}
