package dev.imagemanager.infra.http;

import dev.imagemanager.problem.FailureReason;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Trusts certificates in addition to the usual ones, as BuildKit does with the {@code ca} of a registry. */
final class PrivateAuthority {

    private PrivateAuthority() {}

    /**
     * @param file certificates in PEM
     * @throws IOException if it cannot be used
     */
    static SSLContext trust(Path file) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, Certificates.trusting(issuers(file)), null);
            return context;
        } catch (GeneralSecurityException failure) {
            throw new IOException("cannot use the certificates in " + file + ": " + failure.getMessage(), failure);
        }
    }

    /** Returns the usual certificates, and those of the file. */
    static List<Certificate> issuers(Path file) throws IOException {
        List<Certificate> all = new ArrayList<>(read(file));
        all.addAll(issuers());
        return all;
    }

    static List<X509Certificate> issuers() throws IOException {
        try {
            return Certificates.usualAuthorities();
        } catch (GeneralSecurityException failure) {
            throw new IOException("cannot use the usual certificates: " + failure.getMessage(), failure);
        }
    }

    private static Collection<? extends Certificate> read(Path file) throws IOException {
        try {
            Collection<? extends Certificate> certificates = Certificates.read(file);
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (CertificateException malformed) {
            throw new IOException(
                    file + " does not contain valid PEM certificates: " + malformed.getMessage(), malformed);
        } catch (IOException unreadable) {
            throw new IOException(
                    "cannot read the certificates in " + file + ": " + FailureReason.of(unreadable), unreadable);
        }
        throw new IOException(file + " does not contain valid PEM certificates");
    }
}
