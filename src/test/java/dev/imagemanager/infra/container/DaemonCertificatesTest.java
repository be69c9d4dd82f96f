package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.imagemanager.problem.EnvironmentException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DaemonCertificatesTest {

    private static final Path CERTIFICATES = Path.of("src/test/resources/docker-tls");
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private HttpsServer daemon;

    @BeforeEach
    void startDaemon() throws IOException {
        daemon = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Path own = CERTIFICATES.resolve("server");
        String name = "tcp://daemon";
        daemon.setHttpsConfigurator(
                new HttpsConfigurator(DaemonCertificates.of(
                                name,
                                Map.of(
                                        "DOCKER_HOST",
                                        name,
                                        "DOCKER_TLS_VERIFY",
                                        "1",
                                        "DOCKER_CERT_PATH",
                                        own.toString()))
                        .orElseThrow()
                        .getSSLContext()) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters demands = getSSLContext().getDefaultSSLParameters();
                        demands.setNeedClientAuth(true);
                        parameters.setSSLParameters(demands);
                    }
                });
        daemon.createContext("/_ping", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'O', 'K'});
            exchange.close();
        });
        daemon.start();
    }

    @AfterEach
    void stopDaemon() {
        daemon.stop(0);
    }

    private String address() {
        return "tcp://127.0.0.1:" + daemon.getAddress().getPort();
    }

    private Map<String, String> settings(Path certificates) {
        return Map.of(
                "DOCKER_HOST", address(),
                "DOCKER_TLS_VERIFY", "1",
                "DOCKER_CERT_PATH", certificates.toString());
    }

    private void ping(Map<String, String> environment) throws IOException {
        try (DockerClient client = DockerClients.open(DaemonConnection.to(address(), environment), LIMIT)) {
            client.pingCmd().exec();
        }
    }

    @Test
    void aDaemonThatAsksForACertificateGetsIt() {
        assertThatCode(() -> ping(settings(CERTIFICATES))).doesNotThrowAnyException();
    }

    @Test
    void aDaemonIsNotTrustedWithoutItsAuthority() throws IOException {
        // The client's own certificate, which signed nothing.
        Files.copy(CERTIFICATES.resolve("cert.pem"), directory.resolve("ca.pem"));
        Files.copy(CERTIFICATES.resolve("cert.pem"), directory.resolve("cert.pem"));
        Files.copy(CERTIFICATES.resolve("key.pem"), directory.resolve("key.pem"));

        assertThatThrownBy(() -> ping(settings(directory)))
                .rootCause()
                .hasMessageContaining("unable to find valid certification path");
    }

    @ParameterizedTest
    @CsvSource({
        "unix:///run/docker.sock, unix:///run/docker.sock, 1",
        "tcp://127.0.0.1:1, tcp://127.0.0.1:2, 1",
        "tcp://127.0.0.1:1, tcp://127.0.0.1:1, ''"
    })
    void onlyTheNamedDaemonIsSpokenToOverTls(String address, String named, String verify) {
        Map<String, String> environment =
                Map.of("DOCKER_HOST", named, "DOCKER_TLS_VERIFY", verify, "DOCKER_CERT_PATH", CERTIFICATES.toString());

        assertThat(DaemonCertificates.of(address, environment)).isEmpty();
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> DaemonConnection.to(address(), settings(directory)))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(directory.resolve("ca.pem").toString())
                .hasMessageContaining("DOCKER_CERT_PATH");
    }

    @Test
    void anUnusableFileIsNamed() throws IOException {
        Files.copy(CERTIFICATES.resolve("ca.pem"), directory.resolve("ca.pem"));
        Files.writeString(directory.resolve("cert.pem"), "nothing\n");

        assertThatThrownBy(() -> DaemonConnection.to(address(), settings(directory)))
                .hasMessageContaining(directory.resolve("cert.pem").toString());
    }

    @Test
    void aKeyThatCannotBeUsedIsNamed() throws IOException {
        Files.copy(CERTIFICATES.resolve("ca.pem"), directory.resolve("ca.pem"));
        Files.copy(CERTIFICATES.resolve("cert.pem"), directory.resolve("cert.pem"));
        Files.copy(CERTIFICATES.resolve("ec-encrypted.pem"), directory.resolve("key.pem"));

        assertThatThrownBy(() -> DaemonConnection.to(address(), settings(directory)))
                .hasMessageContaining(directory.resolve("key.pem") + " cannot be used: it has a passphrase");
    }
}
