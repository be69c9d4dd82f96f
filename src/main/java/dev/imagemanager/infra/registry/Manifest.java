package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.reference.Digest;
import java.io.IOException;

/** A manifest or index with its original bytes, which determine its digest. */
public final class Manifest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String mediaType;
    private final Digest digest;
    private final byte[] content;

    Manifest(String mediaType, Digest digest, byte[] content) {
        this.mediaType = mediaType;
        this.digest = digest;
        this.content = content.clone();
    }

    public static Manifest of(String mediaType, byte[] content) {
        return new Manifest(mediaType, Digest.of(content), content);
    }

    public String mediaType() {
        return mediaType;
    }

    public Digest digest() {
        return digest;
    }

    public byte[] content() {
        return content.clone();
    }

    public Descriptor descriptor() {
        return Descriptor.of(mediaType, digest, content.length);
    }

    /** @throws InvalidResponseException if it is not JSON */
    public JsonNode json() throws InvalidResponseException {
        try {
            return JSON.readTree(content);
        } catch (IOException malformed) {
            throw new InvalidResponseException("the manifest " + digest + " is not valid JSON", malformed);
        }
    }
}
