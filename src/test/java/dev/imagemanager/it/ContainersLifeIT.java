package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** How services start and end as containers, made from the images with the official names. */
@ExtendWith({RealTools.class, ServiceImages.class})
@ResourceLock(RealTools.DOCKER)
class ContainersLifeIT {

    @TempDir
    Path directory;

    private ContainerFleet fleet;

    @BeforeEach
    void makeFleet() {
        fleet = new ContainerFleet(directory);
    }

    @AfterEach
    void leaveNothing() {
        fleet.stop();
    }

    @Test
    void theLifeOfAllServices() {
        Result up = fleet.succeeds("services", "up");

        assertThat(up.errors())
                .contains(
                        "started registry (container, localhost:",
                        "started buildkitd (container, tcp://127.0.0.1:",
                        "started dind (container, tcp://127.0.0.1:");
        assertThat(fleet.containers())
                .containsExactly(
                        fleet.containerOf("buildkitd"), fleet.containerOf("dind"), fleet.containerOf("registry"));
        assertThat(fleet.succeeds("services", "status").output()).isEqualTo(up.output());
        assertThat(fleet.succeeds("services", "status", "--output", "json").output())
                .containsPattern("\"name\": \"dind\",\\s+\"mode\": \"container\",\\s+\"state\": \"running\",\\s+"
                        + "\"address\": \"tcp://127.0.0.1:[0-9]+\"");
        assertThat(listeners(up.output())).hasSize(3).allSatisfy(address -> assertThat(address)
                .startsWith("127.0.0.1:"));

        Result built = fleet.succeeds("run");
        assertThat(built.errors()).doesNotContain("started ");
        assertThat(built.output()).contains("1/1", "2 ok");
        assertThat(fleet.succeeds("services", "logs", "registry").output()).contains("listening on");

        assertThat(fleet.succeeds("services", "down").errors())
                .isEqualTo("stopped dind\nstopped buildkitd\nstopped registry\n");
        assertThat(fleet.containers()).isEmpty();
        assertThat(fleet.networks()).isEmpty();
        assertThat(fleet.succeeds("services", "status").output()).doesNotContain("running");
        assertThat(fleet.succeeds("services", "logs", "registry").output()).contains("listening on");

        assertThat(fleet.succeeds("build").output())
                .as("what was built is still in the registry")
                .contains("2 up to date");
    }

    /** Where something listens on the ports that a table of services names: {@code address:port}. */
    private static List<String> listeners(String table) {
        List<String> ports = Pattern.compile(":([0-9]+)$", Pattern.MULTILINE)
                .matcher(table)
                .results()
                .map(port -> port.group(1))
                .toList();
        return Tool.lines("ss", "-Hltn").stream()
                .map(listener -> listener.split(" +")[3])
                .filter(address -> ports.contains(address.replaceFirst(".*:", "")))
                .toList();
    }

    @Test
    void aFleetThatWasMovedLeavesNoContainerAtItsFormerPlace() throws IOException {
        ContainerFleet before = new ContainerFleet(Files.createDirectory(directory.resolve("before")));
        before.succeeds("services", "up", "registry");
        String former = before.id();
        assertThat(left("ps", former)).hasSize(1);
        Files.move(before.directory, directory.resolve("after"));
        ContainerFleet after = new ContainerFleet(directory.resolve("after"));
        try {
            assertThat(after.succeeds("services", "up", "registry").errors())
                    .contains(
                            "it was moved here from " + directory.toRealPath().resolve("before")
                                    + "; the services that ran on it were stopped",
                            "started registry (container, ");
            assertThat(left("ps", former)).isEmpty();
            assertThat(left("network", former)).isEmpty();
            assertThat(after.containers()).hasSize(1);
        } finally {
            after.stop();
            Tool.run("docker", "volume", "rm", "image-manager-" + former + "-registry");
        }
    }

    private static List<String> left(String kind, String fleet) {
        return Tool.lines(
                "docker",
                kind,
                kind.equals("ps") ? "--all" : "ls",
                "--quiet",
                "--filter",
                "label=dev.imagemanager.fleet=" + fleet);
    }

    @Test
    void ctrlCDuringTheStartLeavesNoContainer() {
        try (Program.Running running = fleet.program().start("services", "up", "dind")) {
            running.awaitFile(directory.resolve(".buildkit/dind/container"), fleet.containerOf("dind"));
            running.interrupt();
            Result interrupted = running.await();
            assertThat(interrupted.exitCode()).as("%s", interrupted).isEqualTo(130);
            assertThat(fleet.containers()).as("%s", interrupted).isEmpty();
        }
        assertThat(fleet.networks()).isEmpty();
        assertThat(fleet.files.exists(".buildkit/dind/container")).isFalse();
    }

    @Test
    void anImageThatIsDownloadedAgainIsTheOneOfTheFirstStart() {
        fleet.succeeds("services", "up", "registry");
        String used = fleet.files.read(".buildkit/registry/image");
        Assumptions.assumeThat(used)
                .as("the image came from a registry")
                .matches("registry:2 registry@sha256:[0-9a-f]{64}\n");
        String digest = used.strip().split(" ")[1];
        fleet.succeeds("services", "down");
        Tool.run("docker", "rmi", "registry:2");
        try {
            assertThat(fleet.succeeds("services", "up", "registry").errors())
                    .contains("note: downloading the image " + digest);
            assertThat(fleet.inspect("registry", "{{.Config.Image}}")).isEqualTo(digest);
            assertThat(fleet.files.read(".buildkit/registry/image")).isEqualTo(used);
        } finally {
            Tool.run("docker", "pull", "--quiet", "registry:2");
        }
    }

    @Test
    void somebodyElsesContainerOfThatNameIsLeftAlone() {
        String name = fleet.containerOf("registry");
        Tool.run("docker", "create", "--name", name, "registry:2");
        try {
            Result result = fleet.program().run("services", "up", "registry");

            assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
            assertThat(result.errors()).contains("cannot start registry from registry:2", name);
            assertThat(Tool.lines("docker", "ps", "--all", "--format", "{{.Names}}"))
                    .contains(name);
        } finally {
            Tool.run("docker", "rm", name);
        }
    }
}
