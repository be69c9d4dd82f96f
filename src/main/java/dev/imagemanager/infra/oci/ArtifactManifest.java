package dev.imagemanager.infra.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;

/**
 * Creates manifests of artifacts that describe an image, such as a signature or an SBOM (OCI Image Specification 1.1,
 * "Guidelines for Artifact Usage"). The same content results in the same bytes.
 */
public final class ArtifactManifest {

    public static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";

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
     * @param subject the image's manifest or index
     * @param layers the content; {@link #EMPTY} if it is all in the annotations
     */
    public static byte[] of(
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
        return manifest.toString().getBytes(StandardCharsets.UTF_8);
    }
}
