package dev.imagemanager.model.settings;

import java.util.Optional;

/**
 * Where a build daemon is.
 *
 * @param address with a scheme, such as {@code tcp://host:port}
 * @param tls for a connection over TCP; empty for a plain one, or for a daemon whose certificates are known otherwise
 */
public record BuilderEndpoint(String address, Optional<BuilderSettings.Tls> tls) {

    private static final String TCP = "tcp://";

    public BuilderEndpoint {
        tls = tls.filter(files -> address.startsWith(TCP));
    }
}
