package dev.imagemanager.pipeline.registry;

import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest or index in a registry, as far as it matters for what is kept. Everything in it was written by others.
 *
 * @param mediaType empty if it is not known
 * @param subject what it is attached to (OCI Image Specification 1.1, {@code subject})
 * @param parts the manifests that an index lists
 * @param blobs configuration and layers with their sizes in bytes
 * @param platform of an image, from its configuration
 * @param created the time that the image or artifact says itself
 * @param modified the time that the registry says
 * @param version the label of the image with its version
 */
public record StoredManifest(
        String mediaType,
        Optional<Digest> subject,
        List<Part> parts,
        Map<Digest, Long> blobs,
        Optional<Platform> platform,
        Optional<Instant> created,
        Optional<Instant> modified,
        Optional<String> version) {

    public StoredManifest {
        parts = List.copyOf(parts);
        blobs = Map.copyOf(blobs);
    }

    /**
     * A manifest that an index lists.
     *
     * @param platform empty if it is not an image, such as an attestation
     */
    public record Part(Digest digest, Optional<Platform> platform) {}
}
