package dev.imagemanager.pipeline.attest;

import java.util.Optional;

/** Something to attach to an image. */
public sealed interface Attachment {

    /** A signature, with what was signed. */
    record OfImage(Signable payload, Signature signature) implements Attachment {}

    /**
     * A claim about the image.
     *
     * @param signature empty for one that proves nothing by itself
     */
    record OfStatement(Statement statement, Optional<Signature> signature) implements Attachment {}
}
