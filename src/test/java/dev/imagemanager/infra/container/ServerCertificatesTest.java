package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import dev.imagemanager.TestFleet;
import dev.imagemanager.TestSeals;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServicePlace;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real handshakes with a daemon that has the certificates of a service. */
class ServerCertificatesTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final ServerCertificates CERTIFICATES = new ServerCertificates("/tls", 1000);
    private static final String PLACEHOLDER = "tcp://127.0.0.1:1";

    @TempDir
    Path directory;

    private ServiceScope scope;

    @BeforeEach
    void makeFleet() {
        scope = new ServiceScope(
                directory, TestFleet.small(directory).generate().fleet().settings());
    }

    private ServiceDirectory service(ServiceName name) {
        return TestSeals.states().create(directory).of(name);
    }

    private List<ContainerFile> create(ServiceName name, String address) {
        return CERTIFICATES.create(new ServicePlace(service(name), scope, address));
    }

    /** @return the directory with what the daemon reads in its container */
    private Path server(String name, List<ContainerFile> files) throws IOException {
        Path server = Files.createDirectory(directory.resolve(name));
        for (ContainerFile file : files) {
            Files.writeString(server.resolve(Path.of(file.path()).getFileName()), file.content());
        }
        return server;
    }

    private static DaemonTls tls(Path directory) {
        return new DaemonTls(directory, true, true, "a test needs certificates", "");
    }

    private static void ping(FakeDaemon daemon, Optional<DaemonTls> tls) throws IOException {
        try (DockerClient client = DockerClients.open(DaemonConnection.to(daemon.address(), Map.of(), tls), LIMIT)) {
            client.pingCmd().exec();
        }
    }

    private Path client(ServiceName name) {
        return ClientCertificates.of(service(name), PLACEHOLDER).orElseThrow().directory();
    }

    @Test
    void onlyAClientOfThisServiceIsServed() throws IOException {
        Path own = server("own", create(ServiceName.DIND, PLACEHOLDER));
        Path other = server("other", create(ServiceName.BUILDKITD, PLACEHOLDER));
        Path mixed = Files.createDirectory(directory.resolve("mixed"));
        Files.copy(own.resolve("ca.pem"), mixed.resolve("ca.pem"));
        Files.copy(client(ServiceName.BUILDKITD).resolve("cert.pem"), mixed.resolve("cert.pem"));
        Files.copy(client(ServiceName.BUILDKITD).resolve("key.pem"), mixed.resolve("key.pem"));

        try (FakeDaemon daemon = new FakeDaemon(own)) {
            assertThatCode(() -> ping(daemon, Optional.of(tls(client(ServiceName.DIND)))))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> ping(daemon, Optional.empty()))
                    .as("without TLS")
                    .isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> ping(daemon, Optional.of(tls(mixed))))
                    .as("with the certificate of another service")
                    .isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> ping(daemon, Optional.of(tls(own))))
                    .as("with that of the service itself")
                    .isInstanceOf(RuntimeException.class);
        }
        try (FakeDaemon impostor = new FakeDaemon(other)) {
            assertThatThrownBy(() -> ping(impostor, Optional.of(tls(client(ServiceName.DIND)))))
                    .rootCause()
                    .hasMessageContaining("certification path");
        }
    }

    @Test
    void everyStartMakesNewOnes() throws IOException {
        create(ServiceName.DIND, PLACEHOLDER);
        String before = Files.readString(client(ServiceName.DIND).resolve("key.pem"));

        create(ServiceName.DIND, PLACEHOLDER);

        assertThat(client(ServiceName.DIND).resolve("key.pem")).content().isNotEqualTo(before);
    }

    @Test
    void theOwnerAloneReadsThem() throws IOException {
        Path left = Files.createDirectories(service(ServiceName.DIND).resolve("tls"));
        Files.setPosixFilePermissions(left, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createSymbolicLink(left.resolve("key.pem"), directory.resolve("elsewhere"));

        List<ContainerFile> files = create(ServiceName.DIND, PLACEHOLDER);

        assertThat(directory.resolve("elsewhere")).doesNotExist();
        assertThat(Files.getPosixFilePermissions(client(ServiceName.DIND)))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        try (Stream<Path> written = Files.list(client(ServiceName.DIND))) {
            assertThat(written.toList()).hasSize(4).allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
        String secret = files.get(2).content();
        try (Stream<Path> everything = Files.walk(directory)) {
            assertThat(everything.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(file).content().isNotEqualTo(secret));
        }
    }

    @Test
    void theyAreForOneAddressAndAYear() {
        create(ServiceName.DIND, PLACEHOLDER);
        ServiceDirectory service = service(ServiceName.DIND);

        assertThat(ClientCertificates.of(service, "tcp://127.0.0.1:2")).isEmpty();
        ClientCertificates own = ClientCertificates.of(service, PLACEHOLDER).orElseThrow();
        assertThat(own.areValid(at(Instant.now()))).isTrue();
        assertThat(own.areValid(at(Instant.now().plus(CertificateAuthority.VALIDITY))))
                .isFalse();
        service.removeDirectory("tls");
        assertThat(own.areValid(at(Instant.now()))).isFalse();
    }

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    @Test
    void theUsersOwnSettingsForAnAddressGoFirst() {
        create(ServiceName.DIND, PLACEHOLDER);
        ServiceDirectory service = service(ServiceName.DIND);

        assertThat(DaemonTls.of(PLACEHOLDER, Map.of(), service).orElseThrow().directory())
                .isEqualTo(client(ServiceName.DIND));
        assertThat(DaemonTls.of("tcp://127.0.0.1:2", Map.of(), service)).isEmpty();
        assertThat(DaemonTls.of(
                                PLACEHOLDER,
                                Map.of(
                                        "DOCKER_HOST", PLACEHOLDER,
                                        "DOCKER_TLS_VERIFY", "1",
                                        "DOCKER_CERT_PATH", "/mine"),
                                service)
                        .orElseThrow()
                        .directory())
                .isEqualTo(Path.of("/mine"));
    }
}
