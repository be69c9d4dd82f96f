package dev.imagemanager.model.settings;

import dev.imagemanager.reference.DockerHub;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A registry and how to connect to it.
 *
 * @param host host name and optional port, as in an image reference; Docker Hub has one name
 * @param path prefix of image names in the registry; empty for none
 * @param credentials empty to use those of {@code docker login}
 * @param authority certificate file of its private certificate authority
 */
public record Registry(
        String host, String path, Optional<Credentials> credentials, Transport transport, Optional<Path> authority) {

    /** What connections use. */
    public enum Transport {
        /** TLS with a certificate that is verified. */
        TLS,
        /** TLS with any certificate, or else plain HTTP, as builders and Docker do with {@code insecure}. */
        INSECURE,
        /** Plain HTTP. */
        HTTP;

        /** Returns the default for a host. As in Docker, plain HTTP is used only with this machine. */
        public static Transport of(String host) {
            return isThisMachine(host) ? HTTP : TLS;
        }
    }

    public Registry {
        host = DockerHub.is(host) ? DockerHub.NAME : host;
    }

    /** Credentials. {@code toString} does not contain the password. */
    public record Credentials(String username, String password) {
        @Override
        public String toString() {
            return username + ":***";
        }
    }

    /**
     * A registry that nothing more is known of.
     *
     * @param host host name and optional port
     */
    public static Registry at(String host) {
        return new Registry(host, "", Optional.empty(), Transport.of(host), Optional.empty());
    }

    /** Returns the same registry with other credentials. */
    public Registry with(Optional<Credentials> others) {
        return new Registry(host, path, others, transport, authority);
    }

    /** Returns the same registry with another prefix of image names. */
    public Registry below(String otherPath) {
        return new Registry(host, otherPath, credentials, transport, authority);
    }

    /** Returns the repository of an image below the path. */
    public String repository(String image) {
        return path.isEmpty() ? image : path + "/" + image;
    }

    /** Returns whether nobody on the network can read what is sent to it: it uses TLS, or is this machine. */
    public boolean isConfidential() {
        return transport == Transport.TLS || isThisMachine(host);
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
