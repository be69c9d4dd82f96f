package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.it.Program.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who can use the daemons that run as containers: their ports are open to every user and every build step. */
@ExtendWith({RealTools.class, ServiceImages.class})
@ResourceLock(RealTools.DOCKER)
@TestInstance(Lifecycle.PER_CLASS)
class ContainerPortsIT {

    @TempDir
    static Path directory;

    private ContainerFleet fleet;
    private Program program;

    @BeforeAll
    void startAll() {
        fleet = new ContainerFleet(directory);
        program = fleet.programWithBaseImage();
        ContainerFleet.succeeds(program.run("services", "up"));
    }

    @AfterAll
    void leaveNothing() {
        fleet.stop();
    }

    private int port(String service) {
        return Integer.parseInt(fleet.addressOf(service).replaceFirst(".*:", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dind", "buildkitd"})
    void whatListensDemandsACertificateOfItsClients(String service) throws IOException, GeneralSecurityException {
        SSLContext anonymous = SSLContext.getInstance("TLS");
        anonymous.init(null, new TrustManager[] {new TrustingAll()}, null);

        try (SSLSocket socket = (SSLSocket)
                anonymous.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port(service))) {
            assertThatThrownBy(() -> {
                        // With TLS 1.3, a client learns after its handshake that it is refused. A request that it sends
                        // until then may meet a closed connection.
                        socket.startHandshake();
                        socket.getInputStream().transferTo(new ByteArrayOutputStream());
                    })
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("certificate");
        }
    }

    @ParameterizedTest
    @CsvSource({"registry, 5000", "dind, 2376", "buildkitd, 8372"})
    @EnabledIfSystemProperty(named = "user.name", matches = "root")
    void nothingElseListensAndNoneHasVariablesOfTheCaller(String service, int port) {
        ServiceProbe probe = ServiceProbe.ofContainer(service, fleet.containerOf(service));

        assertThat(probe.ports()).singleElement().asString().endsWith(":" + port);
        probe.assertNoSocketWithoutFile();
        probe.assertNoVariableOfTheCaller();
        assertThat(Tool.run("docker", "inspect", fleet.containerOf(service))).doesNotContain(ServiceProbe.SECRET);
        assertThat(fleet.inspect(service, "{{range .HostConfig.PortBindings}}{{range .}}{{.HostIp}} {{end}}{{end}}"))
                .isEqualTo("127.0.0.1");
    }

    @Test
    @EnabledIfSystemProperty(named = "user.name", matches = "root")
    void anotherUserReachesNone() {
        for (String service : new String[] {"dind", "buildkitd"}) {
            assertThat(ServiceProbe.asAnotherUser(port(service), "/info"))
                    .isIn("", "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.");
            ServiceProbe.assertSecret(directory.resolve(".buildkit/" + service + "/tls/key.pem"));
        }
        assertThat(ServiceProbe.asAnotherUser(port("registry"), "/v2/_catalog"))
                .startsWith("HTTP/1.1 401 Unauthorized");
        ServiceProbe.assertSecret(directory.resolve(".buildkit/registry/password"));
    }

    @Test
    void aBuildStepReachesNoneAndSeesNoKey() {
        String reach = "exec 3<>/dev/tcp/%s; printf 'GET %s HTTP/1.0\\\\r\\\\n\\\\r\\\\n' >&3;"
                + " echo \"answer: $(tr -d '\\\\0' <&3)\"";
        String look = "for p in /proc/[0-9]*; do cat $p/root/etc/buildkit/tls/key.pem $p/environ 2>/dev/null; done;"
                + " echo looked";
        fleet.files.image(
                "thief",
                "1",
                "FROM debian:bookworm-slim\n"
                        + step(reach.formatted("dind/2376", "/info"))
                        + step(reach.formatted("127.0.0.1/8372", "/info"))
                        + step(reach.formatted("registry/5000", "/v2/_catalog"))
                        + step(look));
        Result result = program.run("build", "thief");
        fleet.files.remove("images/thief");

        assertThat(ContainerFleet.succeeds(result).errors())
                .contains("answer: ", "answer: HTTP/1.0 401 Unauthorized", "looked")
                .doesNotContain("ServerVersion", "repositories", "PRIVATE KEY", "BUILDKIT");
    }

    private static String step(String script) {
        return "RUN [\"bash\", \"-c\", \"" + script.replace("\"", "\\\"") + "\"]\n";
    }

    @Test
    void keysAreInFilesOfTheirOwnersOnly() throws IOException {
        for (String service : new String[] {"dind", "buildkitd"}) {
            Path certificates = directory.resolve(".buildkit/" + service + "/tls");
            assertThat(Files.getPosixFilePermissions(certificates))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            try (Stream<Path> files = Files.list(certificates)) {
                assertThat(files).allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                        .isEqualTo(PosixFilePermissions.fromString("rw-------")));
            }
            assertThat(Tool.run("docker", "inspect", fleet.containerOf(service)))
                    .doesNotContain("PRIVATE KEY");
            assertThat(Tool.run("docker", "logs", fleet.containerOf(service))).doesNotContain("PRIVATE KEY");
        }
    }

    /** As versions did that published them without TLS. */
    @Test
    void servicesWithoutCertificatesAreReplaced() {
        String before = fleet.inspect("dind", "{{.Id}}");
        fleet.files.remove(".buildkit/dind/tls");

        assertThat(fleet.succeeds("services", "status").output()).containsPattern("dind +container +stopped");
        assertThat(fleet.succeeds("services", "up").errors())
                .contains("started dind (container, tcp://127.0.0.1:")
                .doesNotContain("started buildkitd");

        assertThat(fleet.inspect("dind", "{{.Id}}")).isNotEqualTo(before);
    }

    private static final class TrustingAll implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
