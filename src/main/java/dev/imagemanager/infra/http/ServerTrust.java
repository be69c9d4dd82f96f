package dev.imagemanager.infra.http;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

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
     * Returns the settings for connections.
     *
     * @throws IOException if the certificates cannot be used
     */
    SSLContext context() throws IOException {
        if (!isVerified) {
            return with(Certificates.trustingAll());
        }
        return authority.isPresent() ? PrivateAuthority.trust(authority.get()) : with(Certificates.trustingTheUsual());
    }

    private static SSLContext with(TrustManager[] trust) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust, null);
            return context;
        } catch (GeneralSecurityException failure) {
            throw new IOException("cannot use TLS: " + failure.getMessage(), failure);
        }
    }
}
