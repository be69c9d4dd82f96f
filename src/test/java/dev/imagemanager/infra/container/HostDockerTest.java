package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostDockerTest {

    @ParameterizedTest
    @ValueSource(strings = {"tcp://box:2375", "https://10.0.0.1:2376"})
    void aDaemonOnAnotherMachineIsOfNoUse(String address) {
        HostDocker docker = new HostDocker(new FakeEnvironment().with("DOCKER_HOST", address));

        assertThat(docker.address()).isEqualTo(address);
        assertThat(docker.obstacle().map(Problem::message))
                .contains(
                        "the Docker daemon at " + address + " is on another machine, where services cannot be reached");
    }

    @Test
    void aDaemonThatDoesNotAnswerIsSaid() {
        HostDocker docker = new HostDocker(new FakeEnvironment().with("DOCKER_HOST", "unix:///no/such/socket"));

        assertThat(docker.obstacle().map(Problem::message))
                .contains("no Docker daemon answers at unix:///no/such/socket: there is no such socket");
    }
}
