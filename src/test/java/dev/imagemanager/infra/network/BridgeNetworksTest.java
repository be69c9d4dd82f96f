package dev.imagemanager.infra.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.infra.network.BridgeNetworks.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeNetworksTest {

    @Test
    void aRecordIsReadAsItWasWritten() {
        Network network = new Network("imgmgr15", 15, false);

        assertThat(Network.parse(network + "\n")).contains(network);
        assertThat(network.range()).isEqualTo("10.231.240.0/20");
    }

    /** It would have the rules and bridges of another fleet removed. */
    @ParameterizedTest
    @ValueSource(
            strings = {"imgmgr99 15 true", "imgmgr16 16 true", "imgmgr0 1 true", "eth0 0 true", "imgmgr01 1 true", ""})
    void aRecordOfAnotherRangeIsNotUsed(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }
}
