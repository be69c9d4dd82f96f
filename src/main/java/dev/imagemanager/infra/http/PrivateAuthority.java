package dev.imagemanager.infra.http;

import dev.imagemanager.problem.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Trusts certificates in addition to Java's, as BuildKit does with the {@code ca} of a registry. */
final class PrivateAuthority {

    private PrivateAuthority() {}

    /**
     * @param file certificates in PEM
     * @throws IOException if it cannot be used
     */
    static SSLContext trust(Path file) throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate : issuers(file)) {
                trusted.setCertificateEntry("authority" + number++, certificate);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trustManagers(trusted), null);
            return context;
        } catch (GeneralSecurityException failure) {
            throw new IOException("cannot use the certificates in " + file + ": " + failure.getMessage(), failure);
        }
    }

    /** Returns the certificates that Java trusts, and those of the file. */
    static List<Certificate> issuers(Path file) throws IOException {
        List<Certificate> all = new ArrayList<>(read(file));
        all.addAll(issuers());
        return all;
    }

    static List<X509Certificate> issuers() throws IOException {
        try {
            return Arrays.stream(trustManagers(null))
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(known -> Arrays.stream(((X509TrustManager) known).getAcceptedIssuers()))
                    .toList();
        } catch (GeneralSecurityException failure) {
            throw new IOException("cannot use Java's own certificates: " + failure.getMessage(), failure);
        }
    }

    private static Collection<? extends Certificate> read(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(content);
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

    /** @param store null for Java's default */
    private static TrustManager[] trustManagers(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
