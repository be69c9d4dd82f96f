package dev.imagemanager.infra.http;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts the usual authorities. Reads them when the first certificate is verified: most commands make no connection with
 * TLS.
 */
final class UsualTrust extends X509ExtendedTrustManager {

    static final UsualTrust INSTANCE = new UsualTrust();

    private X509ExtendedTrustManager loaded;

    private UsualTrust() {}

    private synchronized X509ExtendedTrustManager loaded() throws CertificateException {
        if (loaded == null) {
            try {
                loaded = Arrays.stream(Certificates.trusting(Certificates.usualAuthorities()))
                        .filter(X509ExtendedTrustManager.class::isInstance)
                        .map(X509ExtendedTrustManager.class::cast)
                        .findFirst()
                        .orElseThrow();
            } catch (IOException | GeneralSecurityException failure) {
                throw new CertificateException(failure.getMessage(), failure);
            }
        }
        return loaded;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        loaded().checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        loaded().checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        loaded().checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        loaded().checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        loaded().checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        loaded().checkServerTrusted(chain, type, engine);
    }

    /** Only servers that ask for certificates of their clients need them. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
