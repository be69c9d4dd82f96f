package dev.imagemanager.infra.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.TestSeals;
import dev.imagemanager.infra.daemon.DaemonLaunch;
import dev.imagemanager.infra.daemon.Daemons;
import dev.imagemanager.infra.daemon.ProcessWay;
import dev.imagemanager.infra.daemon.Requirements;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.doctor.FakeMachine;
import dev.imagemanager.infra.linux.OperatingSystem;
import dev.imagemanager.infra.linux.UserNamespaces;
import dev.imagemanager.infra.network.StepNetwork;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootlessBuildkitProcessTest {

    @TempDir
    Path root;

    private FakeMachine machine;

    @BeforeEach
    void aMachineWithEverything() {
        assumeThat(OperatingSystem.isLinux())
                .as("services can run as processes only on Linux")
                .isTrue();
        machine =
                new FakeMachine(root).file("/etc/subuid", "me:100000:65536\n").file("/etc/subgid", "me:100000:65536\n");
        machine.file("/dev/net/tun", "");
        for (String program :
                new String[] {"newuidmap", "newgidmap", "buildctl", "buildkitd", "runc", "setsid", "nsenter", "ip"}) {
            machine.program(program);
        }
        machine.program("rootlesskit", "echo 3");
    }

    private ProcessWay process(String user) {
        Requirements requirements = new Requirements(machine.executables());
        RootlessBuildkitProcess buildkitd = new RootlessBuildkitProcess(
                requirements,
                new UserNamespaces(machine.files(), machine.executables(), user, "1234"),
                new StepNetwork(machine.files(), machine.executables(), machine.environment()),
                new ProcessRunner(),
                machine.environment());
        return new ProcessWay(buildkitd.description(), new Daemons(), requirements);
    }

    private ServiceDirectory directory() {
        return new ServiceDirectory(
                root.resolve("buildkitd"), TestSeals.states().of(root.resolve("fleet")));
    }

    private String launched() throws InterruptedException {
        TestFleet fleet = TestFleet.small(root.resolve("fleet"));
        DaemonLaunch launch = process("me")
                .prepare(
                        directory(),
                        new ServiceScope(
                                root.resolve("fleet"), fleet.generate().fleet().settings()),
                        Optional.empty());
        assertThat(launch.isolated()).as("only root may").isFalse();
        assertThat(launch.environment()).containsEntry("XDG_RUNTIME_DIR", root + "/buildkitd/runtime");
        assertThat(root.resolve("buildkitd/runtime")).isDirectory();
        assertThat(launch.address()).isEqualTo("unix://" + root + "/buildkitd/buildkitd.sock");
        return String.join(" ", launch.command()).replace(root.toString(), "");
    }

    @Test
    void itRunsInNamespacesOfItsOwn() throws InterruptedException {
        assertThat(process("me").obstacle(directory())).isEmpty();
        assertThat(launched())
                .endsWith(
                        "/bin/rootlesskit --net=gvisor-tap-vsock --detach-netns --disable-host-loopback --pidns"
                                + " --state-dir=/buildkitd/rk /bin/buildkitd --config /buildkitd/buildkitd.toml --oci-worker-no-process-sandbox");
        assertThat(root.resolve("buildkitd/step-runtime"))
                .isExecutable()
                .content()
                .contains("exec '" + root + "/bin/nsenter' --net='" + root + "/buildkitd/rk/netns' -- '" + root
                        + "/bin/runc' \"$@\"");
        assertThat(root.resolve("buildkitd/buildkitd.toml"))
                .content()
                .contains("binary = \"" + root + "/buildkitd/step-runtime\"")
                .contains("[otel]\n  socketPath = \"" + root + "/buildkitd/trace.sock\"")
                .doesNotContain("defaultCgroupParent");
    }

    @Test
    void anOlderRootlessKitTakesAnotherProgram() throws InterruptedException {
        machine.program("rootlesskit", "echo 2");
        assertThatThrownBy(this::launched)
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(
                        "build steps cannot get a network of their own: " + root
                                + "/bin/rootlesskit is older than version 3, and slirp4netns is not on the PATH",
                        "'image-manager tools install rootlesskit'",
                        "set IMAGE_MANAGER_ALLOW=host-network");

        machine.program("slirp4netns");
        assertThat(launched()).contains("/bin/rootlesskit --net=slirp4netns --detach-netns --disable-host-loopback ");
    }

    @Test
    void theOperatorAllowsTheNetworkOfTheMachine() throws IOException, InterruptedException {
        Files.delete(root.resolve("dev/net/tun"));
        machine.environment().set("IMAGE_MANAGER_ALLOW", "host-network");

        assertThat(process("me").obstacle(directory())).isEmpty();
        assertThat(launched()).contains("/bin/rootlesskit --net=host --pidns ");
        assertThat(root.resolve("buildkitd/step-runtime")).content().contains("exec '" + root + "/bin/runc' \"$@\"");
        assertThat(isCurrent()).isTrue();

        machine.environment().set("IMAGE_MANAGER_ALLOW", "");
        assertThat(isCurrent()).as("what was allowed").isFalse();
        launched();
        assertThat(isCurrent()).isTrue();
    }

    private boolean isCurrent() {
        TestFleet fleet = TestFleet.small(root.resolve("fleet"));
        return process("me")
                .isCurrent(
                        directory(),
                        new ServiceScope(
                                root.resolve("fleet"), fleet.generate().fleet().settings()),
                        "unix://" + root + "/buildkitd/buildkitd.sock");
    }

    private ServiceDirectory directoryWithLayers() throws IOException {
        Files.createDirectories(root.resolve("buildkitd/data/layers"));
        return directory();
    }

    @Test
    void layersAreRemovedAsTheirOwner() throws IOException, InterruptedException {
        ServiceDirectory directory = directoryWithLayers();
        machine.program("rootlesskit", "exec \"$@\"");

        process("me").removeData(directory);

        assertThat(directory.path()).isDirectory();
        assertThat(directory.resolve("data")).doesNotExist();
        process("me").removeData(directory);
    }

    @Test
    void whyLayersCannotBeRemovedIsSaid() throws IOException {
        ServiceDirectory directory = directoryWithLayers();
        machine.program("rootlesskit", "echo no ids >&2; exit 1");

        assertThatThrownBy(() -> process("me").removeData(directory))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(
                        "cannot remove " + root + "/buildkitd/data with rootlesskit: no ids", "remove it as root");
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThat(process("you").obstacle(directory()).map(Problem::message).orElseThrow())
                .contains("user namespaces are required without root: you has 0 subordinate user ids", "; you has 0");

        ServiceDirectory deep = new ServiceDirectory(
                root.resolve("d".repeat(90)).resolve("buildkitd"),
                TestSeals.states().of(root.resolve("fleet")));
        assertThat(process("me").obstacle(deep).map(Problem::message).orElseThrow())
                .contains("rk/gvisortapvsock/tap.sock is longer than the 104 bytes");

        assertThat(root.resolve("dev/net/tun").toFile().delete()).isTrue();
        assertThat(process("me").obstacle(directory()).map(Problem::message))
                .contains("build steps cannot get a network of their own: /dev/net/tun does not exist");

        assertThat(root.resolve("bin/rootlesskit").toFile().delete()).isTrue();
        assertThat(process("me").obstacle(directory()).map(Problem::message))
                .contains("rootlesskit is not on the PATH");
    }
}
