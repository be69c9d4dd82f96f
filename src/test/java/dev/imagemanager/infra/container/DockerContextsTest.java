package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.reference.Digest;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates of {@code docker context create --docker host=…,ca=…,cert=…,key=…}. */
class DockerContextsTest {

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

    private void makeContext(String name, String address, boolean skipsVerification, String... files)
            throws IOException {
        Path meta = Files.createDirectories(
                directory.resolve("contexts/meta").resolve(Digest.of(name).hex()));
        Files.writeString(
                meta.resolve("meta.json"),
                """
                {"Name": "%s", "Metadata": {}, "Endpoints": {"docker": {"Host": "%s", "SkipTLSVerify": %s}}}
                """
                        .formatted(name, address, skipsVerification));
        if (files.length > 0) {
            Path tls = Files.createDirectories(certificatesOf(name));
            for (String file : files) {
                Files.copy(FakeDaemon.CERTIFICATES.resolve(file), tls.resolve(file));
            }
        }
    }

    private Path certificatesOf(String context) {
        return directory
                .resolve("contexts/tls")
                .resolve(Digest.of(context).hex())
                .resolve("docker");
    }

    private Map<String, String> environment(String variable, String value) {
        return Map.of("DOCKER_CONFIG", directory.toString(), variable, value);
    }

    private static void ping(String address, Map<String, String> environment) throws IOException {
        try (DockerClient client = DockerClients.open(DaemonConnection.to(address, environment), LIMIT)) {
            client.pingCmd().exec();
        }
    }

    @Test
    void theCurrentContextHasTheCertificatesForItsDaemon() throws IOException {
        makeContext("box", daemon.address(), false, "ca.pem", "cert.pem", "key.pem");

        assertThatCode(() -> ping(daemon.address(), environment("DOCKER_CONTEXT", "box")))
                .doesNotThrowAnyException();
    }

    /** A service is stopped where it was started, whatever context was chosen since. */
    @Test
    void anotherContextHasThemToo() throws IOException {
        makeContext("box", daemon.address(), false, "ca.pem", "cert.pem", "key.pem");
        makeContext("other", "unix:///other.sock", false);

        assertThatCode(() -> ping(daemon.address(), environment("DOCKER_CONTEXT", "other")))
                .doesNotThrowAnyException();
    }

    @Test
    void theCurrentContextGoesBeforeAnotherForTheSameDaemon() throws IOException {
        makeContext("without", daemon.address(), false);
        makeContext("with", daemon.address(), false, "ca.pem", "cert.pem", "key.pem");

        assertThat(DaemonTls.of(daemon.address(), environment("DOCKER_CONTEXT", "without")))
                .isEmpty();
        assertThat(DaemonTls.of(daemon.address(), environment("DOCKER_CONTEXT", "with")))
                .map(DaemonTls::directory)
                .contains(certificatesOf("with"));
    }

    @Test
    void theDaemonOfDockerHostDoesNotGetThem() throws IOException {
        makeContext("box", daemon.address(), false, "ca.pem", "cert.pem", "key.pem");

        assertThat(DaemonTls.of(daemon.address(), environment("DOCKER_HOST", daemon.address())))
                .isEmpty();
    }

    @Test
    void aDaemonIsNotTrustedWithoutItsAuthority() throws IOException {
        makeContext("box", daemon.address(), false, "cert.pem", "key.pem");

        assertThatThrownBy(() -> ping(daemon.address(), environment("DOCKER_CONTEXT", "box")))
                .rootCause()
                .hasMessageContaining("unable to find valid certification path");
    }

    @Test
    void aDaemonIsNotTrustedByAnotherName() throws IOException {
        makeContext("box", daemon.otherAddress(), false, "ca.pem", "cert.pem", "key.pem");

        assertThatThrownBy(() -> ping(daemon.otherAddress(), environment("DOCKER_CONTEXT", "box")))
                .rootCause()
                .hasMessageContaining("Certificate for <localhost>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cert.pem key.pem", "ca.pem cert.pem key.pem"})
    void aContextCanTrustWhoeverAnswers(String files) throws IOException {
        makeContext("box", daemon.otherAddress(), true, files.split(" "));

        assertThatCode(() -> ping(daemon.otherAddress(), environment("DOCKER_CONTEXT", "box")))
                .doesNotThrowAnyException();
    }

    @Test
    void aContextWithoutACertificateShowsNone() throws IOException {
        makeContext("box", daemon.address(), true);

        assertThatThrownBy(() -> ping(daemon.address(), environment("DOCKER_CONTEXT", "box")))
                .hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void anUnusableFileIsNamed() throws IOException {
        makeContext("box", daemon.address(), false, "ca.pem", "cert.pem", "key.pem");
        Path key = certificatesOf("box").resolve("key.pem");
        Files.writeString(key, "nothing\n");

        assertThatThrownBy(() -> ping(daemon.address(), environment("DOCKER_CONTEXT", "box")))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("the Docker context 'box' has certificates")
                .hasMessageContaining(key + " cannot be used: it does not contain a PEM private key")
                .hasMessageContaining("docker context update");
    }

    @Test
    void otherProgramsGetThem() throws IOException {
        makeContext("box", daemon.address(), false, "ca.pem", "cert.pem", "key.pem");

        assertThat(variables("box"))
                .isEqualTo(Map.of(
                        "DOCKER_TLS_VERIFY",
                        "1",
                        "DOCKER_CERT_PATH",
                        certificatesOf("box").toString()));
        assertThat(directory.resolve("work")).isEmptyDirectory();
    }

    @Test
    void otherProgramsTrustWhoeverAnswersIfTheContextDoes() throws IOException {
        makeContext("box", daemon.address(), true, "ca.pem", "cert.pem", "key.pem");

        assertThat(variables("box"))
                .containsEntry("DOCKER_CERT_PATH", directory.resolve("work").toString());
        assertThat(directory.resolve("work/cert.pem"))
                .hasSameBinaryContentAs(FakeDaemon.CERTIFICATES.resolve("cert.pem"));
        assertThat(directory.resolve("work/key.pem"))
                .hasSameBinaryContentAs(FakeDaemon.CERTIFICATES.resolve("key.pem"));
        assertThat(directory.resolve("work/ca.pem")).doesNotExist();
    }

    @Test
    void otherProgramsTrustTheAuthoritiesThatJavaTrustsIfTheContextHasNone() throws IOException {
        makeContext("box", daemon.address(), false, "cert.pem", "key.pem");

        assertThat(variables("box"))
                .containsEntry("DOCKER_CERT_PATH", directory.resolve("work").toString());
        assertThat(directory.resolve("work/ca.pem"))
                .content()
                .startsWith("-----BEGIN CERTIFICATE-----\n")
                .endsWith("\n-----END CERTIFICATE-----\n");
    }

    private Map<String, String> variables(String context) throws IOException {
        return DaemonTls.of(daemon.address(), environment("DOCKER_CONTEXT", context))
                .orElseThrow()
                .variables(Files.createDirectory(directory.resolve("work")));
    }
}
