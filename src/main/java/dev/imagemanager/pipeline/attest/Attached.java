package dev.imagemanager.pipeline.attest;

import dev.imagemanager.reference.Digest;
import java.util.Optional;

/**
 * Something that is attached to an image, as the registry describes it. Nothing of that is proven.
 *
 * @param digest of its content
 * @param size of its content, in bytes
 * @param predicateType of a statement; empty if it is not said
 * @param signature of the content, or of the statement in an envelope, where its value is empty if it is only in the envelope; empty
 *     if there is none
 */
public record Attached(
        Kind kind, Digest digest, long size, Optional<String> predicateType, Optional<Signature> signature) {

    public enum Kind {
        /** A signed payload. */
        SIGNATURE,
        /** A statement in an {@link Envelope}. */
        ENVELOPE,
        /** A statement without a signature. */
        STATEMENT
    }
}
