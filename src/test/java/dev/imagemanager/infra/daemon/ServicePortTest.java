package dev.imagemanager.infra.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.TestSeals;
import dev.imagemanager.infra.linux.LocalPorts;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServicePortTest {

    @TempDir
    Path directory;

    private final ServicePort port =
            new ServicePort(ServiceName.REGISTRY, LocalPorts.anyFree(1).get(0), "http://127.0.0.1");

    private int claim(String lastAddress) {
        ServiceScope scope = new ServiceScope(
                directory, TestFleet.small(directory).generate().fleet().settings());
        String address =
                port.claim(TestSeals.states().of(directory).of(ServiceName.REGISTRY), scope, Optional.of(lastAddress));
        assertThat(address).startsWith("http://127.0.0.1:");
        return ServicePort.of(address).orElseThrow();
    }

    @Test
    void aServiceComesBackToThePortThatItHad() {
        int last = LocalPorts.anyFree(1).get(0);

        assertThat(claim("http://127.0.0.1:" + last)).isEqualTo(last);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "", "localhost:", "localhost:99999", "localhost:0", "localhost:-1", "[::1]"})
    void whatIsNoAddressWithAPortIsPassedOver(String written) {
        assertThat(claim(written)).isBetween(port.usual(), port.usual() + 99);
        assertThat(ServicePort.isTaken(written)).isFalse();
    }

    @Test
    void aPortIsTakenWhileSomebodyListensThere() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(ServicePort.isTaken("localhost:" + other.getLocalPort())).isTrue();
        }
    }
}
