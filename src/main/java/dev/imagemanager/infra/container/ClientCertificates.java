package dev.imagemanager.infra.container;

import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.http.Certificates;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a client needs to connect to the fleet's own service in a container. The port of such a service is open to every
 * user of the machine and to build steps, so the service only serves clients with a certificate. Every start of the
 * service makes new certificates. They are in the directory {@code tls} in the service's directory, which only the owner
 * can enter, in files with Docker's names ("Protect the Docker daemon socket").
 *
 * @param directory with {@code ca.pem}, {@code cert.pem} and {@code key.pem}
 */
public record ClientCertificates(Path directory) {

    private static final String DIRECTORY = "tls";
    static final String AUTHORITY = "ca.pem";
    static final String CERTIFICATE = "cert.pem";
    static final String KEY = "key.pem";

    /** The address of the service. Written last, so that incomplete certificates are not used. */
    private static final String ADDRESS = "address";

    /** A service is restarted if its certificates end within this time. */
    private static final Duration REST = Duration.ofDays(1);

    /** Replaces the certificates of the service's last run. */
    static void write(
            ServiceDirectory directory, String address, String authority, CertificateAuthority.Identity client) {
        directory.createPrivately(DIRECTORY);
        directory.writePrivately(DIRECTORY + "/" + AUTHORITY, authority);
        directory.writePrivately(DIRECTORY + "/" + CERTIFICATE, client.certificate());
        directory.writePrivately(DIRECTORY + "/" + KEY, client.key());
        directory.writePrivately(DIRECTORY + "/" + ADDRESS, address + "\n");
    }

    /** Returns the certificates for the service at an address; empty if there are none for this address. */
    public static Optional<ClientCertificates> of(ServiceDirectory directory, String address) {
        return directory
                .read(DIRECTORY + "/" + ADDRESS)
                .filter(written -> written.strip().equals(address))
                .map(written -> new ClientCertificates(directory.resolve(DIRECTORY)));
    }

    static void delete(ServiceDirectory directory) {
        directory.removeDirectory(DIRECTORY);
    }

    /** Returns whether the certificate can be read and used for some more time. */
    boolean areValid(Clock clock) {
        Instant soon = clock.instant().plus(REST);
        try {
            for (Certificate certificate : Certificates.read(certificate())) {
                return certificate instanceof X509Certificate own
                        && own.getNotAfter().toInstant().isAfter(soon);
            }
            return false;
        } catch (IOException | CertificateException unusable) {
            return false;
        }
    }

    public Path authority() {
        return directory.resolve(AUTHORITY);
    }

    public Path certificate() {
        return directory.resolve(CERTIFICATE);
    }

    public Path key() {
        return directory.resolve(KEY);
    }
}
