package dev.imagemanager.infra.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;

/**
 * Creates manifests of artifacts that describe an image, such as a signature or an SBOM (OCI Image Specification 1.1,
 * "Guidelines for Artifact Usage"). The same content results in the same bytes.
 */
public final class ArtifactManifest {

    public static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";

    private static final String DATA = "data";

    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

    /** Used instead of an image's configuration; its content is {@link #emptyContent()}. */
    public static final Descriptor EMPTY = Descriptor.of(
            "application/vnd.oci.empty.v1+json",
            Digest.parse("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"),
            NOTHING.length);

    private ArtifactManifest() {}

    public static byte[] emptyContent() {
        return NOTHING.clone();
    }

    /**
     * Creates a manifest that also contains its only layer (OCI Image Specification 1.1, "Content Descriptors", {@code
     * data}), so that one request is enough to read it.
     *
     * @param subject the image's manifest or index
     * @param content of the layer, small
     */
    public static byte[] embedding(
            String artifactType,
            Descriptor subject,
            String layerType,
            byte[] content,
            SortedMap<String, String> annotations) {
        Descriptor layer = Descriptor.of(layerType, Digest.of(content), content.length);
        ObjectNode manifest = document(artifactType, subject, List.of(layer), annotations);
        ((ObjectNode) manifest.withArray("layers").get(0))
                .put(DATA, Base64.getEncoder().encodeToString(content));
        return bytes(manifest);
    }

    /**
     * Returns the content that a descriptor contains.
     *
     * @throws IllegalArgumentException if there is none, or another one than it describes
     */
    public static byte[] embedded(JsonNode descriptor) {
        Descriptor described = Descriptor.parse(descriptor);
        byte[] content = Base64.getDecoder().decode(descriptor.path(DATA).asText());
        if (content.length != described.size() || !Digest.of(content).equals(described.digest())) {
            throw new IllegalArgumentException("its content is not the one of its descriptor");
        }
        return content;
    }

    /**
     * @param subject the image's manifest or index
     * @param layers the content; {@link #EMPTY} if it is all in the annotations
     */
    public static byte[] of(
            String artifactType, Descriptor subject, List<Descriptor> layers, SortedMap<String, String> annotations) {
        return bytes(document(artifactType, subject, layers, annotations));
    }

    private static byte[] bytes(ObjectNode manifest) {
        return manifest.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode document(
            String artifactType, Descriptor subject, List<Descriptor> layers, SortedMap<String, String> annotations) {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MEDIA_TYPE);
        manifest.put("artifactType", artifactType);
        manifest.set("config", EMPTY.toJson());
        ArrayNode parts = manifest.putArray("layers");
        layers.forEach(layer -> parts.add(layer.toJson()));
        manifest.set(
                "subject",
                Descriptor.of(subject.mediaType(), subject.digest(), subject.size())
                        .toJson());
        if (!annotations.isEmpty()) {
            ObjectNode texts = manifest.putObject("annotations");
            annotations.forEach(texts::put);
        }
        return manifest;
    }
}
