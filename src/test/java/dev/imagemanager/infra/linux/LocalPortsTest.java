package dev.imagemanager.infra.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.problem.EnvironmentException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPortsTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
    void aPortInUseIsPassedOver(String address) throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            assertThat(LocalPorts.isFree(other.getLocalPort())).isFalse();
            assertThat(LocalPorts.firstFree(other.getLocalPort())).isGreaterThan(other.getLocalPort());
        }
    }

    @Test
    void whoHasAPortIsNamed() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> LocalPorts.require(port, "the registry", "services.registry.port"))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("port " + port + " is configured for the registry, but is in use by process "
                            + ProcessHandle.current().pid());
        }
    }
}
