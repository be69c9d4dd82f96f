package dev.imagemanager.pipeline.attest;

/** Recognises the signatures of one signer. Safe for use by several threads. */
public interface SignatureVerifier {

    Signer signer();

    /** Returns whether the signer signed something. */
    boolean verifies(Signable content, Signature signature) throws InterruptedException;
}
