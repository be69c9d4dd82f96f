package dev.imagemanager.infra.http;

import dev.imagemanager.file.RegularFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** Certificates in PEM files, and the trust managers that TLS connections are made with. */
public final class Certificates {

    private static final int LIMIT = 16 << 20;

    private Certificates() {}

    /**
     * Reads the certificates in a PEM file of at most 16 MiB.
     *
     * @return may be empty
     * @throws CertificateException if the file is not valid PEM
     */
    public static Collection<? extends Certificate> read(Path file) throws IOException, CertificateException {
        byte[] content = RegularFile.read(file.toRealPath(), LIMIT);
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(content));
    }

    /**
     * Returns the certificates of the authorities that are trusted everywhere: Java's own, and those of the system
     * ({@link SystemAuthorities}).
     */
    public static List<X509Certificate> usualAuthorities() throws GeneralSecurityException, IOException {
        Set<X509Certificate> all = new LinkedHashSet<>(SystemAuthorities.ofThisMachine());
        for (TrustManager known : trustManagers(null)) {
            if (known instanceof X509TrustManager java) {
                all.addAll(List.of(java.getAcceptedIssuers()));
            }
        }
        return List.copyOf(all);
    }

    /** Returns trust managers that trust these authorities and no others. */
    public static TrustManager[] trusting(Collection<? extends Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        int number = 0;
        for (Certificate authority : authorities) {
            store.setCertificateEntry("authority" + number++, authority);
        }
        return trustManagers(store);
    }

    /** Returns a trust manager for the usual authorities, which are read when the first certificate is verified. */
    public static TrustManager[] trustingTheUsual() {
        return new TrustManager[] {UsualTrust.INSTANCE};
    }

    /** Returns trust managers that trust all certificates, for all host names. */
    public static TrustManager[] trustingAll() {
        return new TrustManager[] {new TrustingAll()};
    }

    /** Returns a key store in memory. */
    public static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** @param store null for Java's default */
    private static TrustManager[] trustManagers(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** Java does not compare host names either if a trust manager is of this type. */
    private static final class TrustingAll extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
