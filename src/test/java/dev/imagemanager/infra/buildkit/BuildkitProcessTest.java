package dev.imagemanager.infra.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestSeals;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.doctor.FakeMachine;
import dev.imagemanager.infra.network.BridgeNetworks;
import dev.imagemanager.infra.network.StepNetwork;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildkitProcessTest {

    @TempDir
    Path root;

    private Optional<Problem> obstacle(FakeMachine machine) {
        return new BuildkitProcess(
                        new BridgeNetworks(new ProcessRunner()),
                        new StepNetwork(machine.files(), machine.executables(), machine.environment()),
                        machine.environment())
                .obstacle(new ServiceDirectory(
                        root.resolve("buildkitd"), TestSeals.states().of(root.resolve("fleet"))));
    }

    @Test
    void whatANetworkOfStepsLacksIsSaid() {
        FakeMachine machine = new FakeMachine(root).program("nsenter");

        Problem problem = obstacle(machine).orElseThrow();

        assertThat(problem.message())
                .isEqualTo("build steps cannot get a network of their own: ip is not on the PATH; iptables is not on"
                        + " the PATH");
        assertThat(problem.hint())
                .contains("install the system's package 'iproute2'; install the system's package 'iptables'; or start"
                        + " buildkitd and set BUILDKIT_HOST to its address; or, if steps may use the network of this"
                        + " machine, set IMAGE_MANAGER_ALLOW=host-network");
        assertThat(obstacle(machine.program("ip").program("iptables"))).isEmpty();
    }

    @Test
    void theOperatorCanAllowTheNetworkOfTheMachine() {
        FakeMachine machine = new FakeMachine(root);
        machine.environment().set("IMAGE_MANAGER_ALLOW", "ssh-keys,host-network");

        assertThat(obstacle(machine)).isEmpty();
    }
}
