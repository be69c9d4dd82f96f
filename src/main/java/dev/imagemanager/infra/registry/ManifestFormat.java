package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemanager.infra.oci.ArtifactManifest;
import dev.imagemanager.infra.oci.ImageIndex;
import dev.imagemanager.problem.Excerpt;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells manifests and indexes (OCI Image Specification 1.1; Docker Image Manifest Version 2, Schema 2) from other content
 * that servers send with status 200.
 */
final class ManifestFormat {

    private static final Set<String> INDEXES =
            Set.of(ImageIndex.MEDIA_TYPE, "application/vnd.docker.distribution.manifest.list.v2+json");

    /** In the order in which they are asked for. */
    static final List<String> TYPES = List.of(
            ImageIndex.MEDIA_TYPE,
            ArtifactManifest.MEDIA_TYPE,
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.docker.distribution.manifest.v2+json");

    /** An index with one image has more bytes: its digest and media type alone have that many. */
    private static final long SHORTEST_INDEX_WITH_IMAGE = 150;

    private final String host;
    private final String subject;

    /** @param subject what was requested, for messages */
    ManifestFormat(String host, String subject) {
        this.host = host;
        this.subject = subject;
    }

    /**
     * Returns whether a header says what the content is.
     *
     * @param header the value of {@code Content-Type} without parameters; empty if there is none
     * @throws NotManifestException if it is something else
     */
    boolean isSaid(String header) throws NotManifestException {
        String type = header.toLowerCase(Locale.ROOT);
        if (!type.isEmpty() && !type.equals("application/json") && !TYPES.contains(type)) {
            throw notManifest("its Content-Type is " + Excerpt.of(header));
        }
        return TYPES.contains(type);
    }

    /** Returns whether the content of an index must be read to know that there is an image in it. */
    static boolean mayBeEmpty(String type, long length) {
        return INDEXES.contains(type) && length < SHORTEST_INDEX_WITH_IMAGE;
    }

    /**
     * Returns the media type of content.
     *
     * @param manifest with the media type of the header
     * @throws NotManifestException if it is something else
     */
    String typeOf(Manifest manifest) throws NotManifestException {
        boolean isSaid = isSaid(manifest.mediaType());
        JsonNode content;
        try {
            content = manifest.json();
        } catch (InvalidResponseException malformed) {
            throw notManifest("it is not JSON");
        }
        if (!content.isObject()) {
            throw notManifest("it is not a JSON object");
        }
        if (isSaid) {
            return manifest.mediaType().toLowerCase(Locale.ROOT);
        }
        JsonNode type = content.path("mediaType");
        if (TYPES.contains(type.asText())) {
            return type.asText();
        }
        if (!type.isMissingNode() || content.path("schemaVersion").asInt() != 2) {
            throw notManifest("it has neither the media type of one nor 'schemaVersion' 2");
        }
        return content.has("manifests") ? ImageIndex.MEDIA_TYPE : ArtifactManifest.MEDIA_TYPE;
    }

    /** @throws NotManifestException if the manifest is an index of nothing */
    Manifest requireImage(Manifest manifest) throws InvalidResponseException {
        if (INDEXES.contains(manifest.mediaType())
                && manifest.json().path("manifests").isEmpty()) {
            throw notManifest("it is an index without images");
        }
        return manifest;
    }

    private NotManifestException notManifest(String reason) {
        return new NotManifestException(host, subject, reason);
    }
}
