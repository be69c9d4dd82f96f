package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import dev.imagemanager.problem.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DaemonCertificatesTest {

    private static final Path CERTIFICATES = FakeDaemon.CERTIFICATES;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private FakeDaemon daemon;

    @BeforeEach
    void startDaemon() throws IOException {
        daemon = new FakeDaemon();
    }

    @AfterEach
    void stopDaemon() {
        daemon.close();
    }

    private Map<String, String> settings(Path certificates) {
        return Map.of(
                "DOCKER_HOST", daemon.address(),
                "DOCKER_TLS_VERIFY", "1",
                "DOCKER_CERT_PATH", certificates.toString());
    }

    private void ping(Map<String, String> environment) throws IOException {
        try (DockerClient client = DockerClients.open(DaemonConnection.to(daemon.address(), environment), LIMIT)) {
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

        assertThat(DaemonTls.of(address, environment)).isEmpty();
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> DaemonConnection.to(daemon.address(), settings(directory)))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(directory.resolve("ca.pem").toString())
                .hasMessageContaining("DOCKER_CERT_PATH");
    }

    @Test
    void anUnusableFileIsNamed() throws IOException {
        Files.copy(CERTIFICATES.resolve("ca.pem"), directory.resolve("ca.pem"));
        Files.writeString(directory.resolve("cert.pem"), "nothing\n");

        assertThatThrownBy(() -> DaemonConnection.to(daemon.address(), settings(directory)))
                .hasMessageContaining(directory.resolve("cert.pem").toString());
    }

    @Test
    void aKeyThatCannotBeUsedIsNamed() throws IOException {
        Files.copy(CERTIFICATES.resolve("ca.pem"), directory.resolve("ca.pem"));
        Files.copy(CERTIFICATES.resolve("cert.pem"), directory.resolve("cert.pem"));
        Files.copy(CERTIFICATES.resolve("ec-encrypted.pem"), directory.resolve("key.pem"));

        assertThatThrownBy(() -> DaemonConnection.to(daemon.address(), settings(directory)))
                .hasMessageContaining(directory.resolve("key.pem") + " cannot be used: it has a passphrase");
    }
}
