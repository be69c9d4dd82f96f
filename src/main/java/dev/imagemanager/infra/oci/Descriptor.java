package dev.imagemanager.infra.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.reference.Digest;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A reference to content by digest, size and media type (OCI Image Specification, "Content Descriptors").
 *
 * @param size in bytes
 * @param artifactType of a manifest that is not an image
 */
public record Descriptor(
        String mediaType,
        Digest digest,
        long size,
        Optional<String> artifactType,
        SortedMap<String, String> annotations) {

    public Descriptor {
        annotations = new TreeMap<>(annotations);
    }

    public static Descriptor of(String mediaType, Digest digest, long size) {
        return new Descriptor(mediaType, digest, size, Optional.empty(), new TreeMap<>());
    }

    /**
     * Parses a descriptor.
     *
     * @throws IllegalArgumentException if it is not valid
     */
    public static Descriptor parse(JsonNode node) {
        SortedMap<String, String> annotations = new TreeMap<>();
        for (Map.Entry<String, JsonNode> annotation : node.path("annotations").properties()) {
            annotations.put(annotation.getKey(), annotation.getValue().asText());
        }
        String artifactType = node.path("artifactType").asText();
        return new Descriptor(
                node.path("mediaType").asText(),
                Digest.parse(node.path("digest").asText()),
                node.path("size").asLong(),
                artifactType.isEmpty() ? Optional.empty() : Optional.of(artifactType),
                annotations);
    }

    public ObjectNode toJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("mediaType", mediaType);
        node.put("digest", digest.toString());
        node.put("size", size);
        artifactType.ifPresent(type -> node.put("artifactType", type));
        if (!annotations.isEmpty()) {
            ObjectNode texts = node.putObject("annotations");
            annotations.forEach(texts::put);
        }
        return node;
    }
}
