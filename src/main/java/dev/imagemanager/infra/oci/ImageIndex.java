package dev.imagemanager.infra.oci;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.reference.Platform;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Creates indexes of images for several platforms (OCI Image Specification, "Image Index"). The same images result in
 * the same bytes, regardless of their location.
 */
public final class ImageIndex {

    public static final String MEDIA_TYPE = "application/vnd.oci.image.index.v1+json";

    private ImageIndex() {}

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
