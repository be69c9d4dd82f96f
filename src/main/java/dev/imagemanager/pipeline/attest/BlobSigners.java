package dev.imagemanager.pipeline.attest;

import dev.imagemanager.model.settings.PublishSettings.Signing;
import java.util.Optional;

/** Opens keys and identities. */
public interface BlobSigners {

    /**
     * Checks that signing is possible, and that the signatures can be verified.
     *
     * @throws dev.imagemanager.problem.ImageManagerException with all reasons why not
     */
    BlobSigner open(Signing signing) throws InterruptedException;

    /**
     * Returns what recognises signatures.
     *
     * @param publicKey a file, or an address of a key, instead of the configured one
     * @param signing how images of the fleet are signed, if they are
     * @throws dev.imagemanager.problem.InputException if it is not known whose signatures are meant, or a key is not valid
     * @throws dev.imagemanager.problem.EnvironmentException if a key cannot be asked for
     */
    SignatureVerifier verifier(Optional<String> publicKey, Optional<Signing> signing) throws InterruptedException;
}
