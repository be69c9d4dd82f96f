package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.infra.oci.ArtifactManifest;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.reference.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;

/**
 * The manifest in which cosign looks for what is attached to an image: the tag has the digest of the image, and each layer is one
 * signature or attestation ("Cosign Signature Specification", "Tag-based discovery"). A registry does not update a
 * tag atomically, so it is read again after it was written: what another program overwrote in between is added again.
 */
final class CosignTag {

    /** What the layers are, by the end of the tag. */
    enum Kind {
        sig,
        att,
        sbom
    }

    private static final int MOST_ATTEMPTS = 5;

    /** As cosign has it; another one would change with each publication. */
    private static final String TIME = "0001-01-01T00:00:00Z";

    private static final String CONFIGURATION_TYPE = "application/vnd.oci.image.config.v1+json";

    private static final String LAYERS = "layers";
    private static final String CONFIG = "config";
    private static final String MEDIA_TYPE = "mediaType";

    private final Repository repository;
    private final String name;
    private final Lock lock;

    /** @param lock held while the tag is changed */
    CosignTag(Repository repository, Digest subject, Kind kind, Lock lock) {
        this.repository = repository;
        this.name = subject.algorithm() + "-" + subject.hex() + "." + kind;
        this.lock = lock;
    }

    /** Returns the manifest; empty if there is none. */
    Optional<Manifest> find() throws IOException, InterruptedException {
        Optional<Manifest> found = repository.manifests().find(name);
        if (found.isPresent() && !(found.get().json().path(LAYERS) instanceof ArrayNode)) {
            throw new InvalidResponseException(repository + ":" + name + " has no layers");
        }
        return found;
    }

    /** Returns the layers; none if there is no manifest. */
    List<Descriptor> layers() throws IOException, InterruptedException {
        Optional<Manifest> found = find();
        return found.isPresent() ? allOf(found.get().json().path(LAYERS)) : List.of();
    }

    private List<Descriptor> allOf(JsonNode layers) throws InvalidResponseException {
        List<Descriptor> parsed = new ArrayList<>();
        for (JsonNode layer : layers) {
            parsed.add(parsed(layer));
        }
        return parsed;
    }

    private Descriptor parsed(JsonNode layer) throws InvalidResponseException {
        try {
            return Descriptor.parse(layer);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidResponseException(repository + ":" + name + " has a malformed layer", malformed);
        }
    }

    /** Puts a manifest, of which everything exists, where there is none. */
    void put(Manifest manifest) throws IOException, InterruptedException {
        repository.manifests().put(name, manifest);
    }

    /**
     * Adds layers, and keeps those that are there.
     *
     * @param layers descriptors of existing blobs
     * @return whether one of them was not there
     */
    boolean add(List<? extends JsonNode> layers) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
                if (!addOnce(layers)) {
                    return attempt > 0;
                }
            }
            throw new IOException("other programs change " + repository + ":" + name + " all the time");
        } finally {
            lock.unlock();
        }
    }

    /** @return whether something was missing */
    private boolean addOnce(List<? extends JsonNode> layers) throws IOException, InterruptedException {
        Optional<Manifest> before = find();
        ObjectNode manifest = before.isPresent() ? before.get().json().deepCopy() : empty();
        ArrayNode all = (ArrayNode) manifest.get(LAYERS);
        Set<Descriptor> known = new HashSet<>(allOf(all));
        boolean isComplete = true;
        for (JsonNode layer : layers) {
            if (known.add(parsed(layer))) {
                all.add(layer);
                isComplete = false;
            }
        }
        if (isComplete) {
            return false;
        }
        byte[] configuration = configuration(all);
        Digest digest = Digest.of(configuration);
        repository.blobs().put(digest, configuration.length, () -> new ByteArrayInputStream(configuration));
        String type = manifest.path(CONFIG).path(MEDIA_TYPE).asText(CONFIGURATION_TYPE);
        manifest.set(CONFIG, Descriptor.of(type, digest, configuration.length).toJson());
        put(Manifest.of(
                manifest.path(MEDIA_TYPE).asText(ArtifactManifest.MEDIA_TYPE),
                manifest.toString().getBytes(StandardCharsets.UTF_8)));
        return true;
    }

    private static ObjectNode empty() {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("schemaVersion", 2);
        manifest.put(MEDIA_TYPE, ArtifactManifest.MEDIA_TYPE);
        manifest.putNull(CONFIG);
        manifest.putArray(LAYERS);
        return manifest;
    }

    /** Returns the configuration that cosign would write: it cannot add to a manifest whose configuration has other layers. */
    private static byte[] configuration(ArrayNode layers) {
        ObjectNode configuration = JsonNodeFactory.instance.objectNode();
        configuration.put("architecture", "");
        configuration.put("created", TIME);
        ArrayNode history = configuration.putArray("history");
        layers.forEach(layer -> history.addObject().put("created", TIME));
        configuration.put("os", "");
        ArrayNode content =
                configuration.putObject("rootfs").put("type", LAYERS).putArray("diff_ids");
        layers.forEach(layer -> content.add(layer.path("digest").asText()));
        configuration.putObject(CONFIG);
        return configuration.toString().getBytes(StandardCharsets.UTF_8);
    }
}
