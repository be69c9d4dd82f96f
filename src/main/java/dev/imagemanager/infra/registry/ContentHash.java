package dev.imagemanager.infra.registry;

import dev.imagemanager.reference.Digest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Computes a digest by the algorithm of the expected one (OCI Image Specification, "Digests"). */
final class ContentHash {

    private final Digest expected;
    private final MessageDigest hash;

    ContentHash(Digest expected) {
        this.expected = expected;
        this.hash = expected.computation();
    }

    /**
     * Verifies content.
     *
     * @param subject of the request, for messages
     */
    static void verify(Digest expected, byte[] content, String subject) throws InvalidResponseException {
        ContentHash hash = new ContentHash(expected);
        hash.add(ByteBuffer.wrap(content));
        hash.verify(subject);
    }

    /** Adds the remaining bytes of the buffer without changing its position. */
    void add(ByteBuffer part) {
        hash.update(part.duplicate());
    }

    /** Verifies the digest of the added content. Must be called only once. */
    void verify(String subject) throws InvalidResponseException {
        Digest actual = Digest.finish(hash);
        if (!actual.equals(expected)) {
            throw new InvalidResponseException(subject + " is damaged: its digest is " + actual + ", not " + expected);
        }
    }
}
