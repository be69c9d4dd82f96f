package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the configuration of images (OCI Image Specification, "Image Configuration"). */
final class ImageConfiguration {

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
