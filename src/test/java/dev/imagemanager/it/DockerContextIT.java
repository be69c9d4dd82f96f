package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.infra.container.FakeDaemon;
import dev.imagemanager.it.Program.Result;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Tests in the daemon that the user chose with {@code docker context use}, over TLS. */
@ExtendWith(RealTools.class)
@ResourceLock(RealTools.DOCKER)
class DockerContextIT {

    private static final String SOCKET = "unix://";

    @TempDir
    Path directory;

    private DaemonState before;
    private TlsRelay daemon;

    @BeforeEach
    void startDaemon() throws IOException {
        String address = System.getenv("DOCKER_HOST");
        Assumptions.assumeThat(address).startsWith(SOCKET);
        before = DaemonState.now();
        daemon = new TlsRelay(Path.of(address.substring(SOCKET.length())), FakeDaemon.own());
        new FleetFiles(directory)
                .image("app", "1", "FROM debian:bookworm-slim\nRUN echo hello > /greeting\n")
                .file(
                        "images/app/test.yml",
                        """
                        schemaVersion: 2.0.0
                        commandTests:
                          - name: greets
                            command: cat
                            args: [/greeting]
                            expectedOutput: [hello]
                        """);
    }

    @AfterEach
    void stopDaemon() throws IOException {
        if (daemon != null) {
            daemon.close();
            assertThat(DaemonState.now()).isEqualTo(before);
        }
    }

    private Program program() {
        return new Program(directory)
                .with("IMAGE_MANAGER_SERVICES_DIND_MODE", "external")
                .with("DOCKER_HOST", null)
                .with("DOCKER_TLS_VERIFY", null)
                .with("DOCKER_CONTEXT", null)
                .with("DOCKER_CONFIG", directory.resolve("docker").toString());
    }

    private void useContext(String host, boolean skipsVerification, String... certificates) throws IOException {
        Path docker = directory.resolve("docker");
        Path meta = Files.createDirectories(
                docker.resolve("contexts/meta").resolve(Digest.of("box").hex()));
        Files.writeString(
                meta.resolve("meta.json"),
                """
                {"Name": "box", "Metadata": {}, "Endpoints": {"docker": {"Host": "tcp://%s:%d", "SkipTLSVerify": %s}}}
                """
                        .formatted(host, daemon.port(), skipsVerification));
        Path tls = Files.createDirectories(
                docker.resolve("contexts/tls").resolve(Digest.of("box").hex()).resolve("docker"));
        for (String file : certificates) {
            Files.copy(FakeDaemon.CERTIFICATES.resolve(file), tls.resolve(file));
        }
        Files.writeString(docker.resolve("config.json"), "{\"currentContext\": \"box\"}\n");
    }

    private static void passes(Result result) {
        assertThat(result.exitCode()).as("%s", result).isZero();
        assertThat(result.output()).contains("1/1");
    }

    @Test
    void withTheCertificatesOfTheContext() throws IOException {
        useContext("127.0.0.1", false, "ca.pem", "cert.pem", "key.pem");

        passes(program().run("run", "--retest"));
    }

    @Test
    void whoeverAnswersIfTheContextTrustsAll() throws IOException {
        useContext("localhost", true, "ca.pem", "cert.pem", "key.pem");

        passes(program().run("run", "--retest"));
    }

    @Test
    void aDaemonThatIsNotTrustedIsNotUsed() throws IOException {
        useContext("127.0.0.1", false, "cert.pem", "key.pem");

        Result result = program().run("run", "--retest");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
        assertThat(result.errors()).contains("unable to find valid certification path");
    }

    @Test
    void variablesAreForTheDaemonOfDockerHost() throws IOException {
        useContext("127.0.0.1", false);

        passes(program()
                .with("DOCKER_HOST", "tcp://127.0.0.1:" + daemon.port())
                .with("DOCKER_TLS_VERIFY", "1")
                .with(
                        "DOCKER_CERT_PATH",
                        FakeDaemon.CERTIFICATES.toAbsolutePath().toString())
                .run("run", "--retest"));
    }
}
