package dev.imagemanager.infra.container;

import com.github.dockerjava.transport.SSLConfig;
import dev.imagemanager.infra.http.Certificates;
import dev.imagemanager.problem.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * The certificates for a TLS connection to a Docker daemon: {@code ca.pem}, {@code cert.pem} and {@code key.pem} in one
 * directory (Docker's "Protect the Docker daemon socket"). docker-java's own implementation needs Bouncy Castle, which
 * does not work in a native executable.
 */
final class DaemonCertificates implements SSLConfig {

    private static final char[] IN_MEMORY_ONLY = "docker".toCharArray();

    private final SSLContext context;
    private final boolean isVerified;

    private DaemonCertificates(SSLContext context, boolean isVerified) {
        this.context = context;
        this.isVerified = isVerified;
    }

    /**
     * Reads the certificates.
     *
     * @throws dev.imagemanager.problem.EnvironmentException if they cannot be read
     */
    static DaemonCertificates read(DaemonTls tls, String address) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] trust = tls.isVerified() ? trusted(tls, address) : Certificates.trustingAll();
            context.init(tls.hasCertificate() ? own(tls, address) : new KeyManager[0], trust, null);
            return new DaemonCertificates(context, tls.isVerified());
        } catch (GeneralSecurityException mismatched) {
            throw tls.unusable(tls.key(), address, mismatched.getMessage(), mismatched);
        } catch (IOException unreadable) {
            throw tls.unusable(tls.key(), address, FailureReason.of(unreadable), unreadable);
        }
    }

    private static KeyManager[] own(DaemonTls tls, String address) throws GeneralSecurityException, IOException {
        Collection<? extends Certificate> chain = certificates(tls, tls.certificate(), address);
        KeyStore own = Certificates.emptyStore();
        try {
            own.setKeyEntry(
                    "client",
                    PemPrivateKey.parse(Files.readString(tls.key())),
                    IN_MEMORY_ONLY,
                    chain.toArray(Certificate[]::new));
        } catch (InvalidKeySpecException useless) {
            throw tls.unusable(tls.key(), address, useless.getMessage(), useless);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, IN_MEMORY_ONLY);
        return keys.getKeyManagers();
    }

    private static TrustManager[] trusted(DaemonTls tls, String address) throws GeneralSecurityException, IOException {
        return tls.hasAuthorities()
                ? Certificates.trusting(certificates(tls, tls.authorities(), address))
                : Certificates.trustingTheUsual();
    }

    /**
     * Returns the certificate authorities that are trusted everywhere, in PEM.
     *
     * @throws IOException if the system's cannot be read
     */
    static String trustedByDefault() throws IOException {
        StringBuilder pem = new StringBuilder();
        try {
            for (X509Certificate authority : Certificates.usualAuthorities()) {
                pem.append("-----BEGIN CERTIFICATE-----\n")
                        .append(Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(authority.getEncoded()))
                        .append("\n-----END CERTIFICATE-----\n");
            }
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        return pem.toString();
    }

    private static Collection<? extends Certificate> certificates(DaemonTls tls, Path file, String address) {
        try {
            Collection<? extends Certificate> certificates = Certificates.read(file);
            if (certificates.isEmpty()) {
                throw tls.unusable(file, address, "it does not contain a certificate", null);
            }
            return certificates;
        } catch (CertificateException damaged) {
            throw tls.unusable(file, address, "it is not a valid PEM certificate", damaged);
        } catch (IOException unreadable) {
            throw tls.unusable(file, address, FailureReason.of(unreadable), unreadable);
        }
    }

    @Override
    public SSLContext getSSLContext() {
        return context;
    }

    /** Returns whether the daemon's certificate must be trusted and match the host name. */
    boolean isVerified() {
        return isVerified;
    }
}
