package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.infra.oci.ImageIndex;
import dev.imagemanager.infra.oci.ImageManifest;
import dev.imagemanager.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the tag of a content key stands for: the image itself or, where entries are signed, an index (OCI Image Specification,
 * "Image Index") with only this image and the signature as an annotation. So one request finds the image and who says that it
 * has this key, and a registry does not remove the image as long as the tag is there.
 *
 * @param image the manifest of the image
 */
record KeyEntry(Digest image, Optional<String> signature) {

    /** The annotation with a signature, also of test reports. */
    static final String SIGNATURE = "dev.image-manager.signature";

    /** Returns the index for a signed image. */
    static Manifest signed(Descriptor image, String signature) {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        index.put("schemaVersion", 2);
        index.put("mediaType", ImageIndex.MEDIA_TYPE);
        index.putArray("manifests").add(image.toJson());
        index.putObject("annotations").put(SIGNATURE, signature);
        return Manifest.of(ImageIndex.MEDIA_TYPE, index.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @return empty if it is neither of both
     * @throws InvalidResponseException if it is not JSON
     */
    static Optional<KeyEntry> read(Manifest manifest) throws InvalidResponseException {
        JsonNode json = manifest.json();
        if (ImageManifest.isImage(json)) {
            return Optional.of(new KeyEntry(manifest.digest(), Optional.empty()));
        }
        JsonNode images = json.path("manifests");
        return signatureOf(json).filter(signature -> images.size() == 1).flatMap(signature -> Digest.find(
                        images.path(0).path("digest").asText())
                .map(image -> new KeyEntry(image, Optional.of(signature))));
    }

    /** Returns the signature of an entry; empty if it has none. */
    static Optional<String> signatureOf(JsonNode manifest) {
        return Optional.of(manifest.path("annotations").path(SIGNATURE).asText())
                .filter(signature -> !signature.isEmpty());
    }
}
