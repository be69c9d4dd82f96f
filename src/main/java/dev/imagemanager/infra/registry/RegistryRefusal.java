package dev.imagemanager.infra.registry;

import java.io.IOException;

/** A registry that answers, but not without (other) credentials: HTTP status 401 or 403. */
final class RegistryRefusal extends IOException {

    private static final long serialVersionUID = 1;

    RegistryRefusal(String message) {
        super(message);
    }
}
