package dev.imagemanager.model.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A registry and how to connect to it.
 *
 * @param host host name and optional port, as in an image reference
 * @param path prefix of image names in the registry; empty for none
 * @param credentials empty to use those of {@code docker login}
 * @param insecure whether to use plain HTTP
 * @param authority certificate file of its private certificate authority
 */
public record Registry(
        String host, String path, Optional<Credentials> credentials, boolean insecure, Optional<Path> authority) {

    /** Credentials. {@code toString} does not contain the password. */
    public record Credentials(String username, String password) {
        @Override
        public String toString() {
            return username + ":***";
        }
    }

    /**
     * A registry that nothing more is known of. As Docker does, plain HTTP is used only with this machine.
     *
     * @param host host name and optional port
     */
    public static Registry at(String host) {
        return new Registry(host, "", Optional.empty(), isThisMachine(host), Optional.empty());
    }

    /** Returns the same registry with other credentials. */
    public Registry with(Optional<Credentials> others) {
        return new Registry(host, path, others, insecure, authority);
    }

    /** Returns whether nobody on the network can read what is sent to it: it uses TLS, or is this machine. */
    public boolean isConfidential() {
        return !insecure || isThisMachine(host);
    }

    /** Returns whether a host, with an optional port, is this machine. */
    public static boolean isThisMachine(String host) {
        return host.matches("(localhost|127\\.[0-9.]+|\\[::1])(:[0-9]+)?");
    }

    @Override
    public String toString() {
        return host + (path.isEmpty() ? "" : "/" + path);
    }
}
