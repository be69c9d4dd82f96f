package dev.imagemanager.pipeline.attest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.reference.Digest;

/**
 * What was attached to a manifest or index.
 *
 * @param isSigned whether the statement is signed; a signature is one
 */
public record Added(Digest digest, Evident what, boolean isSigned) {

    public void describe(ObjectNode node) {
        node.put("digest", digest.toString());
        node.put("what", what.toString());
        node.put("signed", isSigned);
    }
}
