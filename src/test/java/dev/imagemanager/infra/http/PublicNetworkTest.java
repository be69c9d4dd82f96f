package dev.imagemanager.infra.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.imagemanager.FakeEnvironment;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicNetworkTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "0.1.2.3",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.100.100.200",
                "224.0.0.1",
                "::1",
                "::",
                "::ffff:127.0.0.1",
                "fe80::1",
                "fd00::1",
            })
    void theseAreNot(String address) throws UnknownHostException {
        assertThat(PublicNetwork.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "172.32.0.1", "100.128.0.1", "8.8.8.8", "2001:db8::1"})
    void theseAre(String address) throws UnknownHostException {
        assertThat(PublicNetwork.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void aProxyLooksUpNames() {
        PublicNetwork network = new PublicNetwork(
                new EnvironmentProxies(new FakeEnvironment().with("HTTPS_PROXY", "http://proxy.invalid:3128")));

        assertThatCode(() -> network.require(URI.create("https://example.invalid/")))
                .doesNotThrowAnyException();
        assertThatIOException()
                .isThrownBy(() -> network.require(URI.create("https://localhost/")))
                .withMessage("localhost is not in the public network, and the fleet is not trusted");
        assertThatIOException()
                .isThrownBy(() -> network.require(URI.create("https://[fd00::1]/")))
                .withMessage("fd00::1 is not in the public network, and the fleet is not trusted");
    }
}
