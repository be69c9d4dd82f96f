package dev.imagemanager.infra.registry;

import java.io.IOException;

/** A registry answered with something that the OCI Distribution Specification does not allow, or that is damaged. */
public final class InvalidResponseException extends IOException {

    InvalidResponseException(String message) {
        super(message);
    }

    InvalidResponseException(String message, Throwable cause) {
        super(message, cause);
    }
}
