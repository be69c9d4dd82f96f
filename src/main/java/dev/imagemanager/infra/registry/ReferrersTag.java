package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.infra.oci.ImageIndex;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;

/**
 * The list of an image's referrers as an index under a tag, for registries without a referrers API (OCI Distribution
 * Specification 1.1, "Referrers Tag Schema"). Updates are not atomic: of two programs that update the list at the same
 * time, one may overwrite the other's change. Threads of this program are serialized.
 */
final class ReferrersTag {

    private static final int LONGEST_ALGORITHM = 32;
    private static final int LONGEST_HASH = 64;

    private final Repository repository;
    private final Digest subject;
    private final Lock lock;

    ReferrersTag(Repository repository, Digest subject, Lock lock) {
        this.repository = repository;
        this.subject = subject;
        this.lock = lock;
    }

    String name() {
        return beginning(subject.algorithm(), LONGEST_ALGORITHM) + "-" + beginning(subject.hex(), LONGEST_HASH);
    }

    private static String beginning(String text, int limit) {
        return text.substring(0, Math.min(limit, text.length()));
    }

    List<Descriptor> list() throws IOException, InterruptedException {
        List<Descriptor> referrers = new ArrayList<>();
        for (JsonNode entry : entries()) {
            try {
                referrers.add(Descriptor.parse(entry));
            } catch (IllegalArgumentException malformed) {
                throw new InvalidResponseException("the list of referrers " + place() + " is malformed", malformed);
            }
        }
        return List.copyOf(referrers);
    }

    void add(Descriptor referrer) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            ObjectNode index = JsonNodeFactory.instance.objectNode();
            index.put("schemaVersion", 2);
            index.put("mediaType", ImageIndex.MEDIA_TYPE);
            ArrayNode manifests = index.putArray("manifests");
            for (JsonNode entry : entries()) {
                if (entry.path("digest").asText().equals(referrer.digest().toString())) {
                    return;
                }
                manifests.add(entry);
            }
            manifests.add(referrer.toJson());
            byte[] content = index.toString().getBytes(StandardCharsets.UTF_8);
            repository.manifests().put(name(), Manifest.of(ImageIndex.MEDIA_TYPE, content));
        } finally {
            lock.unlock();
        }
    }

    private JsonNode entries() throws IOException, InterruptedException {
        Optional<Manifest> index = repository.manifests().find(name());
        if (index.isEmpty()) {
            return JsonNodeFactory.instance.arrayNode();
        }
        if (!index.get().mediaType().equals(ImageIndex.MEDIA_TYPE)) {
            throw new InvalidResponseException("the tag " + place() + " must be a list of referrers, but is a "
                    + index.get().mediaType());
        }
        return index.get().json().path("manifests");
    }

    private String place() {
        return repository + ":" + name();
    }

    /**
     * Returns the descriptor of an artifact in the list. Its artifact type is the media type of the configuration if it
     * is not set, as in older artifacts.
     */
    static Descriptor descriptor(Manifest artifact, JsonNode manifest) {
        String type = manifest.path("artifactType")
                .asText(manifest.path("config").path("mediaType").asText());
        TreeMap<String, String> annotations = new TreeMap<>();
        manifest.path("annotations")
                .properties()
                .forEach(entry ->
                        annotations.put(entry.getKey(), entry.getValue().asText()));
        return new Descriptor(
                artifact.mediaType(),
                artifact.digest(),
                artifact.descriptor().size(),
                type.isEmpty() ? Optional.empty() : Optional.of(type),
                annotations);
    }
}
