package dev.imagemanager.infra.http;

import java.io.IOException;
import java.io.InputStream;

/**
 * The limit for responses that are kept in memory: manifests, tokens, lists of tags, referrers or objects. It is the size
 * that clients and registries should support for manifests (OCI Distribution Specification 1.1, "Pushing Manifests").
 */
public final class ResponseLimit {

    /** In bytes. */
    public static final int BYTES = 4 << 20;

    private ResponseLimit() {}

    /** @throws IOException also if the response is larger than the limit; it is not read to its end then */
    public static byte[] read(InputStream response) throws IOException {
        byte[] content = response.readNBytes(BYTES + 1);
        if (content.length > BYTES) {
            throw exceeded();
        }
        return content;
    }

    /** Returns the error for a larger response. */
    static IOException exceeded() {
        return new IOException("the response is larger than " + BYTES / (1 << 20) + " MiB, the limit of image-manager");
    }
}
