package dev.imagemanager.infra.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.reference.Platform;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Creates indexes of images for several platforms (OCI Image Specification, "Image Index"). The same images result in
 * the same bytes, regardless of their location.
 */
public final class ImageIndex {

    public static final String MEDIA_TYPE = "application/vnd.oci.image.index.v1+json";

    private ImageIndex() {}

    /**
     * Reads the platform of an image in an index, or of a configuration, which name it alike.
     *
     * @return empty if it is not valid, or that of what is no image (BuildKit documentation, "Attestation storage")
     */
    public static Optional<Platform> platform(JsonNode described) {
        String variant = described.path("variant").asText();
        return Platform.find(described.path("os").asText() + "/"
                        + described.path("architecture").asText()
                        + (variant.isEmpty() ? "" : "/" + variant))
                .filter(platform -> !isUnknown(described));
    }

    /** Returns whether an entry of an index is no image (BuildKit documentation, "Attestation storage"). */
    public static boolean isUnknown(JsonNode platform) {
        return platform.path("os").asText().equals("unknown");
    }

    /** @param annotations of the index */
    public static byte[] of(Map<Platform, Descriptor> images, Map<String, String> annotations) {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        index.put("schemaVersion", 2);
        index.put("mediaType", MEDIA_TYPE);
        var manifests = index.putArray("manifests");
        new TreeMap<>(images).forEach((platform, manifest) -> {
            ObjectNode entry = manifests.addObject();
            entry.put("mediaType", manifest.mediaType());
            entry.put("digest", manifest.digest().toString());
            entry.put("size", manifest.size());
            ObjectNode described = entry.putObject("platform");
            described.put("architecture", platform.architecture());
            described.put("os", platform.os());
            platform.osVersion().ifPresent(version -> described.put("os.version", version));
            platform.variant().ifPresent(variant -> described.put("variant", variant));
        });
        if (!annotations.isEmpty()) {
            ObjectNode texts = index.putObject("annotations");
            new TreeMap<>(annotations).forEach(texts::put);
        }
        return index.toString().getBytes(StandardCharsets.UTF_8);
    }
}
