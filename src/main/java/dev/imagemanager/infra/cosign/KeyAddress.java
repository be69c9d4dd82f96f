package dev.imagemanager.infra.cosign;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A key as cosign takes it: a file, {@code env://VARIABLE}, or an address in a key management system.
 *
 * @param written without secrets
 */
record KeyAddress(String written) {

    private static final String VARIABLE = "env://";
    private static final String SCHEME = "://";

    Optional<Path> file() {
        return written.contains(SCHEME) ? Optional.empty() : Optional.of(Path.of(written));
    }

    /** Returns the name of the environment variable that has the key. */
    Optional<String> variable() {
        return written.startsWith(VARIABLE) ? Optional.of(written.substring(VARIABLE.length())) : Optional.empty();
    }

    /** Returns the name of a file, or the address. */
    @Override
    public String toString() {
        return file().map(Path::getFileName).map(Path::toString).orElse(written);
    }
}
