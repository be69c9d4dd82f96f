package dev.imagemanager.infra.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.problem.EnvironmentException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicBoolean;
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
    void aProgramCanStartToListenWhileSomebodyAsks() throws IOException, InterruptedException {
        int port = LocalPorts.anyFree(1).get(0);
        AtomicBoolean isDone = new AtomicBoolean();
        Thread asking = new Thread(() -> {
            while (!isDone.get()) {
                LocalPorts.isFree(port);
            }
        });
        asking.start();
        try {
            for (int i = 0; i < 200; i++) {
                new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
            }
        } finally {
            isDone.set(true);
            asking.join();
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
