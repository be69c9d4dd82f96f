package dev.imagemanager.model.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A registry and how to talk to it.
 *
 * @param host and optional port, as in an image reference
 * @param path that goes before image names there; empty for none
 * @param credentials empty for those that {@code docker login} stored
 * @param insecure whether to use plain HTTP
 * @param authority file with the certificate of the private authority behind it
 */
public record Registry(
        String host, String path, Optional<Credentials> credentials, boolean insecure, Optional<Path> authority) {

    /** Text of this never shows the password. */
    public record Credentials(String username, String password) {
        @Override
        public String toString() {
            return username + ":***";
        }
    }

    /**
     * A registry that nothing more is known of. As Docker and BuildKit do, plain HTTP is used only with this machine.
     *
     * @param host and optional port
     */
    public static Registry at(String host) {
        return new Registry(host, "", Optional.empty(), isThisMachine(host), Optional.empty());
    }

    /** Whether a host, with an optional port, is the machine that says so. */
    public static boolean isThisMachine(String host) {
        return host.matches("(localhost|127\\.[0-9.]+|\\[::1])(:[0-9]+)?");
    }

    @Override
    public String toString() {
        return host + (path.isEmpty() ? "" : "/" + path);
    }
}
