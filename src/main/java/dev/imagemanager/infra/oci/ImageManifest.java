package dev.imagemanager.infra.oci;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads the manifests of images (OCI Image Specification, "Image Manifest"). */
public final class ImageManifest {

    private ImageManifest() {}

    /** Returns the size of an image's configuration and layers as they are stored, in bytes. */
    public static long size(JsonNode manifest) {
        long size = manifest.path("config").path("size").asLong();
        for (JsonNode layer : manifest.path("layers")) {
            size += layer.path("size").asLong();
        }
        return size;
    }
}
