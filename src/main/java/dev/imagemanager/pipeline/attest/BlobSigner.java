package dev.imagemanager.pipeline.attest;

import java.util.List;

/** Signs, and recognises its own signatures. Safe for use by several threads. */
public interface BlobSigner extends SignatureVerifier {

    /**
     * @return a signature for each content, in the same order
     * @throws dev.imagemanager.problem.EnvironmentException if it cannot be signed
     */
    List<Signature> sign(List<Signable> contents) throws InterruptedException;
}
