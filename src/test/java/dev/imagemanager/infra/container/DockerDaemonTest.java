package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.TestSeals;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.problem.EnvironmentException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerDaemonTest {

    @TempDir
    Path fleet;

    private ServiceDirectory own() {
        return TestSeals.states().of(fleet).of(ServiceName.DIND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "ssh://host", "unix://", "localhost:2375"})
    void whatIsNoAddressIsSaid(String address) {
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> new DockerDaemon(address, own()).connect())
                .withMessageContaining("'" + address + "' is not a valid address of a Docker daemon")
                .withMessageContaining("set DOCKER_HOST to unix:///path/of/socket or tcp://host:port");
    }

    @Test
    void aSocketThatIsNotThereIsSaid() {
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> new DockerDaemon("unix:///no/such.sock", own()).connect())
                .withMessageContaining("no Docker daemon answers at unix:///no/such.sock");
    }
}
