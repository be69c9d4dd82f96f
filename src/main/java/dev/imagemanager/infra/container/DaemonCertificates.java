package dev.imagemanager.infra.container;

import com.github.dockerjava.transport.SSLConfig;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificates with which a Docker daemon is spoken to over TLS: {@code ca.pem}, {@code cert.pem} and {@code key.pem}
 * in one directory (Docker's "Protect the Docker daemon socket"). docker-java's own reader needs Bouncy Castle, which a
 * native executable cannot find its classes in.
 */
final class DaemonCertificates implements SSLConfig {

    private static final char[] IN_MEMORY_ONLY = "docker".toCharArray();

    private final SSLContext context;

    private DaemonCertificates(SSLContext context) {
        this.context = context;
    }

    /**
     * Those that {@code DOCKER_TLS_VERIFY} and {@code DOCKER_CERT_PATH} ask for. Both speak of the daemon of
     * {@code DOCKER_HOST}, not of one that somebody else named.
     *
     * @throws EnvironmentException if they are asked for and cannot be read
     */
    static Optional<DaemonCertificates> of(String address, Map<String, String> environment) {
        boolean wanted = !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty()
                && (address.startsWith("tcp:") || address.startsWith("https:"))
                && address.equals(environment.get("DOCKER_HOST"));
        return wanted ? Optional.of(read(directory(environment), address)) : Optional.empty();
    }

    private static Path directory(Map<String, String> environment) {
        String named = environment.getOrDefault("DOCKER_CERT_PATH", "");
        return named.isEmpty()
                ? DockerConfig.directory(Optional.ofNullable(environment.get(DockerConfig.VARIABLE)))
                : Path.of(named);
    }

    private static DaemonCertificates read(Path directory, String address) {
        Collection<? extends Certificate> authorities = certificates(directory.resolve("ca.pem"), address);
        Collection<? extends Certificate> chain = certificates(directory.resolve("cert.pem"), address);
        Path keyFile = directory.resolve("key.pem");
        try {
            KeyStore trusted = emptyStore();
            int number = 0;
            for (Certificate authority : authorities) {
                trusted.setCertificateEntry("ca" + number++, authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);

            KeyStore own = emptyStore();
            own.setKeyEntry(
                    "client",
                    PemPrivateKey.parse(Files.readString(keyFile)),
                    IN_MEMORY_ONLY,
                    chain.toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, IN_MEMORY_ONLY);

            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return new DaemonCertificates(context);
        } catch (InvalidKeySpecException useless) {
            throw unusable(keyFile, address, useless.getMessage(), useless);
        } catch (IOException unreadable) {
            throw unusable(keyFile, address, FailureReason.of(unreadable), unreadable);
        } catch (GeneralSecurityException mismatched) {
            throw unusable(keyFile, address, mismatched.getMessage(), mismatched);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file, String address) {
        try (InputStream content = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(content);
            if (certificates.isEmpty()) {
                throw unusable(file, address, "it holds no certificate", null);
            }
            return certificates;
        } catch (CertificateException damaged) {
            throw unusable(file, address, "it is no certificate in PEM", damaged);
        } catch (IOException unreadable) {
            throw unusable(file, address, FailureReason.of(unreadable), unreadable);
        }
    }

    private static EnvironmentException unusable(Path file, String address, String reason, Throwable cause) {
        return new EnvironmentException(
                Problem.error("DOCKER_TLS_VERIFY asks for certificates to speak to the Docker daemon at " + address
                                + ", but " + file + " cannot be used: " + reason)
                        .withHint("set DOCKER_CERT_PATH to a directory with ca.pem, cert.pem and key.pem"),
                cause);
    }

    @Override
    public SSLContext getSSLContext() {
        return context;
    }
}
