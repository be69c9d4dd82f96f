package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.FakeEnvironment;
import dev.imagemanager.problem.EnvironmentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerDaemonTest {

    private final FakeEnvironment environment = new FakeEnvironment();

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "ssh://host", "unix://", "localhost:2375"})
    void whatIsNoAddressIsSaid(String address) {
        environment.set("DOCKER_HOST", address);

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> new DockerDaemon(environment).connect())
                .withMessageContaining("'" + address + "' is no address of a Docker daemon")
                .withMessageContaining("set DOCKER_HOST to unix:///path/of/socket or tcp://host:port");
    }

    @Test
    void withoutAnAddressDockersOwnSocketIsMeant() {
        assertThat(new DockerDaemon(environment).address()).isEqualTo("unix:///var/run/docker.sock");
        environment.set("DOCKER_HOST", "");
        assertThat(new DockerDaemon(environment).address()).isEqualTo("unix:///var/run/docker.sock");
    }

    @Test
    void aSocketThatIsNotThereIsSaid() {
        environment.set("DOCKER_HOST", "unix:///no/such.sock");

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> new DockerDaemon(environment).connect())
                .withMessageContaining("no Docker daemon answers at unix:///no/such.sock");
    }
}
