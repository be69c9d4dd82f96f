package dev.imagemanager.infra.oci;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Reads the manifests of images (OCI Image Specification, "Image Manifest"). */
public final class ImageManifest {

    private static final Set<String> CONFIGURATIONS =
            Set.of("application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json");

    private ImageManifest() {}

    /**
     * Returns whether it is the manifest of an image that can be run, and not an artifact (OCI Image Specification 1.1,
     * "Guidelines for Artifact Usage").
     */
    public static boolean isImage(JsonNode manifest) {
        return !manifest.has("artifactType")
                && CONFIGURATIONS.contains(manifest.at("/config/mediaType").asText());
    }

    /** Returns the size of an image's configuration and layers as they are stored, in bytes. */
    public static long size(JsonNode manifest) {
        long size = manifest.path("config").path("size").asLong();
        for (JsonNode layer : manifest.path("layers")) {
            size += layer.path("size").asLong();
        }
        return size;
    }
}
