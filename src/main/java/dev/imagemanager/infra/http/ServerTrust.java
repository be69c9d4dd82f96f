package dev.imagemanager.infra.http;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Which certificates of a server are trusted.
 *
 * @param authority file with certificates of a private authority, trusted in addition to the usual ones
 * @param isVerified whether they are verified at all
 */
public record ServerTrust(Optional<Path> authority, boolean isVerified) {

    /** The authorities that are trusted everywhere. */
    public static final ServerTrust USUAL = new ServerTrust(Optional.empty(), true);

    public static ServerTrust of(Optional<Path> authority, boolean isVerified) {
        return new ServerTrust(isVerified ? authority : Optional.empty(), isVerified);
    }

    /**
     * Returns the settings for connections; empty for Java's own.
     *
     * @throws IOException if the certificates cannot be used
     */
    Optional<SSLContext> context() throws IOException {
        if (!isVerified) {
            return Optional.of(unverified());
        }
        return authority.isPresent() ? Optional.of(PrivateAuthority.trust(authority.get())) : Optional.empty();
    }

    private static SSLContext unverified() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, Certificates.trustingAll(), null);
            return context;
        } catch (GeneralSecurityException failure) {
            throw new IOException("cannot use TLS: " + failure.getMessage(), failure);
        }
    }
}
