package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostDockerTest {

    @TempDir
    Path directory;

    private HostDocker docker(String variable, String value) {
        FakeEnvironment environment = new FakeEnvironment()
                .with("DOCKER_CONFIG", directory.toString())
                .with(variable, value);
        return new HostDocker(environment, new DockerContexts(environment, new DockerConfig(environment)));
    }

    private void makeContext(String name, String address) throws IOException {
        Path context = Files.createDirectories(
                directory.resolve("contexts/meta/" + Digest.of(name).hex()));
        Files.writeString(
                context.resolve("meta.json"),
                "{\"Name\":\"" + name + "\",\"Endpoints\":{\"docker\":{\"Host\":\"" + address + "\"}}}");
    }

    @Test
    void theCurrentContextIsFollowed() throws IOException {
        makeContext("colima", "unix:///colima.sock");
        makeContext("box", "tcp://box:2375");
        Files.writeString(directory.resolve("config.json"), "{\"currentContext\":\"colima\"}");

        assertThat(docker("OTHER", "").address()).isEqualTo("unix:///colima.sock");
        assertThat(docker("DOCKER_CONTEXT", "box").address()).isEqualTo("tcp://box:2375");
        assertThat(docker("DOCKER_HOST", "unix:///host.sock").address()).isEqualTo("unix:///host.sock");
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "gone"})
    void otherwiseAPlaceThatIsUsual(String context) {
        assertThat(docker("DOCKER_CONTEXT", context).address())
                .startsWith("unix:///")
                .endsWith("docker.sock");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://box:2375", "https://10.0.0.1:2376"})
    void aDaemonOnAnotherMachineIsOfNoUse(String address) {
        HostDocker docker = docker("DOCKER_HOST", address);

        assertThat(docker.address()).isEqualTo(address);
        assertThat(docker.obstacle().map(Problem::message))
                .contains(
                        "the Docker daemon at " + address + " is on another machine, where services cannot be reached");
    }

    @Test
    void aDaemonThatDoesNotAnswerIsSaid() {
        HostDocker docker = docker("DOCKER_HOST", "unix:///no/such/socket");

        assertThat(docker.obstacle().map(Problem::message))
                .contains("no Docker daemon answers at unix:///no/such/socket: the socket does not exist");
    }
}
