package dev.imagemanager.infra.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.infra.network.StepNetwork;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.Finding.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepNetworkCheckTest {

    @TempDir
    Path root;

    private FakeMachine machine;

    @BeforeEach
    void aMachineWithEverything() {
        machine = new FakeMachine(root)
                .file("/dev/net/tun", "")
                .program("ip")
                .program("iptables")
                .program("nsenter");
    }

    private List<Finding> examine(boolean isLinux, boolean isRoot) {
        StepNetwork network = new StepNetwork(machine.files(), machine.executables(), machine.environment());
        return new StepNetworkCheck(network, isLinux, isRoot).examine(FakeMachine.subject());
    }

    private void warns(boolean isRoot, String... messages) {
        assertThat(examine(true, isRoot)).extracting(Finding::message).containsExactly(messages);
        assertThat(examine(true, isRoot)).allSatisfy(finding -> {
            assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
            assertThat(finding.remedy().orElseThrow()).contains("set IMAGE_MANAGER_ALLOW=host-network");
        });
    }

    @Test
    void everythingIsThere() {
        assertThat(examine(true, true))
                .containsExactly(Finding.ok("network of build steps", "their own, through a bridge"));
        assertThat(examine(true, false))
                .containsExactly(Finding.ok("network of build steps", "their own, through RootlessKit"));
    }

    @Test
    void whatLacksIsSaid() throws IOException {
        for (String file : List.of("bin/ip", "bin/iptables", "dev/net/tun")) {
            Files.delete(root.resolve(file));
        }

        warns(
                true,
                "ip is not on the PATH, which a BuildKit daemon as a process needs",
                "iptables is not on the PATH, which a BuildKit daemon as a process needs");
        warns(
                false,
                "ip is not on the PATH, which a BuildKit daemon as a process needs",
                "/dev/net/tun does not exist, which a BuildKit daemon as a process needs");
    }

    @Test
    void otherUsersMayNotBeAllowedToOpenTheDevice() throws IOException {
        Path device = root.resolve("dev/net/tun");
        Files.setPosixFilePermissions(device, PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(device), "root opens every file");

        warns(false, "/dev/net/tun cannot be opened by this user, which a BuildKit daemon as a process needs");
    }

    @Test
    void theOperatorCanAllowTheNetworkOfTheMachine() {
        machine.environment().set("IMAGE_MANAGER_ALLOW", "host-network");
        assertThat(examine(true, true).get(0).message())
                .contains("that of the machine", "IMAGE_MANAGER_ALLOW contains host-network");
    }

    @Test
    void otherSystemsNeedNothingOfIt() {
        assertThat(examine(false, false)).extracting(Finding::verdict).containsExactly(Verdict.OK);
    }
}
