package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.TestDigests;
import dev.imagemanager.TestSeals;
import dev.imagemanager.infra.credentials.RegistryAccount;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.reference.ImageReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a Docker daemon is told to pull, with whose account, and whether this machine is the same for it. */
@Timeout(60)
class DockerPullsTest {

    private static final ImageReference IMAGE =
            ImageReference.parse("localhost:5050/team/app@" + TestDigests.of("app"));

    private static final String[] NOBODY = {
        "\"username\":null", "\"password\":null", "\"identitytoken\":null", "\"registrytoken\":null"
    };

    @TempDir
    Path fleet;

    private PullingDaemon server;

    @BeforeEach
    void start() throws IOException {
        server = new PullingDaemon();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private DockerDaemon at(String address) {
        return new DockerDaemon(address, TestSeals.states().of(fleet).of(ServiceName.DIND));
    }

    private void pull(Optional<RegistryAccount> account) {
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> at(server.address()).pull(IMAGE, account))
                .withMessageContaining("cannot pull " + IMAGE + ": ");
    }

    @Test
    void theDigestIsPulledWithTheAccountOfTheRegistry() {
        pull(Optional.of(new RegistryAccount.Password("user", "secret")));
        pull(Optional.of(new RegistryAccount.IdentityToken("refresh")));
        pull(Optional.of(new RegistryAccount.AccessToken("access")));
        pull(Optional.empty());

        assertThat(server.pulls)
                .allMatch(pull -> pull.startsWith("localhost:5050/team/app " + TestDigests.of("app") + " "));
        assertThat(server.pulls.get(0))
                .contains("\"username\":\"user\"", "\"password\":\"secret\"", "\"serveraddress\":\"localhost:5050\"");
        assertThat(server.pulls.get(1)).contains("\"identitytoken\":\"refresh\"");
        assertThat(server.pulls.get(2)).contains("\"registrytoken\":\"access\"");
        assertThat(server.pulls.get(3)).contains(NOBODY);
    }

    @Test
    void aDaemonThatReachesAPortOfThisMachineSharesIt() throws InterruptedException {
        server.onPull = image -> {
            assertThat(PullingDaemon.ask(image[0], "\u0016\u0003\u0001"))
                    .as("TLS")
                    .isEmpty();
            assertThat(PullingDaemon.ask(image[0], "GET /v2/ HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 ");
            assertThat(PullingDaemon.ask(
                            image[0], "HEAD /v2/" + image[1] + "/manifests/" + image[2] + " HTTP/1.1\r\n\r\n"))
                    .startsWith("HTTP/1.1 404 ");
        };

        assertThat(at(server.address()).sharesLoopback()).isTrue();
        assertThat(server.pulls).singleElement().asString().contains(NOBODY);
    }

    @Test
    void oneThatDoesNotOrAStrangerDoesNot() throws InterruptedException {
        assertThat(at(server.address()).sharesLoopback()).isFalse();

        server.onPull = image -> {
            PullingDaemon.ask(image[0], "GET /v2/ HTTP/1.1\r\n\r\n");
            PullingDaemon.ask(image[0], "GET /v2/image-manager-probe/guessed/manifests/none HTTP/1.1\r\n\r\n");
        };
        assertThat(at(server.address()).sharesLoopback()).isFalse();
        server.close();
        assertThat(at(server.address()).sharesLoopback()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "unix:///var/run/docker.sock, true",
        "tcp://127.0.0.1:2375, true",
        "tcp://localhost:2375, true",
        "tcp://[::1]:2375/, true",
        "tcp://192.0.2.1:2375, false",
        "http://docker.example.com:2375, false"
    })
    void whoCanReadWhatADaemonIsSent(String address, boolean isConfidential) {
        assertThat(at(address).isConfidential()).isEqualTo(isConfidential);
    }
}
