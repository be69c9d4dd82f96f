package dev.imagemanager.infra.registry;

import java.io.IOException;

/** A registry sent a response that is damaged or violates the OCI Distribution Specification. */
public sealed class InvalidResponseException extends IOException permits NotManifestException {

    public InvalidResponseException(String message) {
        super(message);
    }

    public InvalidResponseException(String message, Throwable cause) {
        super(message, cause);
    }
}
