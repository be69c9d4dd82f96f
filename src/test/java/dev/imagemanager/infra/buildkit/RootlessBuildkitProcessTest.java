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
        for (String program :
                new String[] {"newuidmap", "newgidmap", "rootlesskit", "buildctl", "buildkitd", "runc", "setsid"}) {
            machine.program(program);
        }
    }

    private ProcessWay process(String user) {
        Requirements requirements = new Requirements(machine.executables());
        RootlessBuildkitProcess buildkitd = new RootlessBuildkitProcess(
                requirements,
                new UserNamespaces(machine.files(), machine.executables(), user, "1234"),
                new ProcessRunner());
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
                .endsWith("/bin/rootlesskit --net=host --pidns --state-dir=/buildkitd/rootlesskit /bin/buildkitd"
                        + " --config /buildkitd/buildkitd.toml --oci-worker-no-process-sandbox");
        assertThat(root.resolve("buildkitd/buildkitd.toml"))
                .content()
                .contains("[otel]\n  socketPath = \"" + root + "/buildkitd/trace.sock\"")
                .doesNotContain("defaultCgroupParent");
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
                .contains("rootlesskit/api.sock is longer than the 107 bytes");

        assertThat(root.resolve("bin/rootlesskit").toFile().delete()).isTrue();
        assertThat(process("me").obstacle(directory()).map(Problem::message))
                .contains("rootlesskit is not on the PATH");
    }
}
