package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Services as containers of the user's Docker daemon, made from the images with the official names. */
@ExtendWith({RealTools.class, ServiceImages.class})
@ResourceLock(RealTools.DOCKER)
class ContainersIT {

    @TempDir
    Path directory;

    private FleetFiles fleet;

    @BeforeEach
    void makeFleet() {
        fleet = new FleetFiles(directory)
                .image("app", "1", "FROM scratch\nCOPY greeting /\n")
                .file("images/app/greeting", "hello\n")
                .image("child", "1", "FROM app:1\nCOPY greeting /again\n")
                .file("images/child/greeting", "hello again\n")
                .file(
                        "images/child/test.yml",
                        "schemaVersion: 2.0.0\nfileExistenceTests: [{name: it is there, path: /again, shouldExist: true}]\n");
    }

    @AfterEach
    void leaveNothing() {
        Result down = program().run("services", "down");
        containers().forEach(container -> Tool.run("docker", "rm", "--force", "--volumes", container));
        List<String> networks = objects("network");
        objects("volume").forEach(volume -> Tool.run("docker", "volume", "rm", volume));
        assertThat(down.exitCode()).as("%s", down).isZero();
        assertThat(networks).isEmpty();
    }

    private Program program() {
        return new Program(directory)
                .with("BUILDKIT_HOST", null)
                .with("IMAGE_MANAGER_BUILD_REGISTRY", null)
                .with("IMAGE_MANAGER_MIRRORS", null)
                .with("IMAGE_MANAGER_CACHE", "false")
                .with("IMAGE_MANAGER_SERVICES_REGISTRY_MODE", "container")
                .with("IMAGE_MANAGER_SERVICES_BUILDKITD_MODE", "container")
                .with("IMAGE_MANAGER_SERVICES_DIND_MODE", "container");
    }

    private Result succeeds(String... arguments) {
        return succeeds(program().run(arguments));
    }

    private static Result succeeds(Result result) {
        assertThat(result.exitCode()).as("%s", result).isZero();
        return result;
    }

    private String fleetId() {
        return Tool.run(
                "sh", "-c", "printf %s \"$(realpath '" + directory + "')/.buildkit\" | sha256sum | cut -c 1-12");
    }

    private List<String> containers() {
        return Tool.lines(
                "docker",
                "ps",
                "--all",
                "--filter",
                "label=dev.imagemanager.fleet=" + fleetId(),
                "--format",
                "{{.Names}}");
    }

    private List<String> objects(String kind) {
        return Tool.lines(
                "docker", kind, "ls", "--filter", "label=dev.imagemanager.fleet=" + fleetId(), "--format", "{{.Name}}");
    }

    private String containerOf(String service) {
        return "image-manager-" + fleetId() + "-" + service;
    }

    @Test
    void theLifeOfAllServices() {
        Result up = succeeds("services", "up");

        assertThat(up.errors())
                .contains(
                        "started registry (container, localhost:",
                        "started buildkitd (container, tcp://127.0.0.1:",
                        "started dind (container, tcp://127.0.0.1:");
        assertThat(containers())
                .containsExactly(containerOf("buildkitd"), containerOf("dind"), containerOf("registry"));
        assertThat(succeeds("services", "status").output()).isEqualTo(up.output());
        assertThat(succeeds("services", "status", "--output", "json").output())
                .containsPattern("\"name\": \"dind\",\\s+\"mode\": \"container\",\\s+\"state\": \"running\",\\s+"
                        + "\"address\": \"tcp://127.0.0.1:[0-9]+\"");
        assertThat(listeners(up.output())).hasSize(3).allSatisfy(address -> assertThat(address)
                .startsWith("127.0.0.1:"));

        Result built = succeeds("run");
        assertThat(built.errors()).doesNotContain("started ");
        assertThat(built.output()).contains("1/1", "2 ok");
        assertThat(succeeds("services", "logs", "registry").output()).contains("listening on");

        assertThat(succeeds("services", "down").errors())
                .isEqualTo("stopped dind\nstopped buildkitd\nstopped registry\n");
        assertThat(containers()).isEmpty();
        assertThat(objects("network")).isEmpty();
        assertThat(succeeds("services", "status").output()).doesNotContain("running");
        assertThat(succeeds("services", "logs", "registry").output()).contains("listening on");

        assertThat(succeeds("build").output())
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
    void noneIsPrivilegedAndTheDaemonOfTestsHasTheFewCapabilitiesThatItNeeds() {
        succeeds("services", "up");

        assertThat(inspect("registry", "{{.HostConfig.Privileged}} {{.HostConfig.CapAdd}} {{.HostConfig.SecurityOpt}}"))
                .isEqualTo("false [] []");
        assertThat(inspect(
                        "buildkitd", "{{.HostConfig.Privileged}} {{.HostConfig.CapAdd}} {{.HostConfig.SecurityOpt}}"))
                .isEqualTo("false [] [seccomp=unconfined apparmor=unconfined]");
        assertThat(inspect("dind", "{{.HostConfig.Privileged}} {{.HostConfig.CapAdd}}"))
                .startsWith("false [")
                .contains("SYS_ADMIN", "NET_ADMIN", "MKNOD");
        assertThat(inspect("dind", "{{len .HostConfig.CapAdd}}")).isEqualTo("3");
    }

    private String inspect(String service, String format) {
        return Tool.run("docker", "inspect", "--format", format, containerOf(service));
    }

    @Test
    void aBuilderInTheContainersOwnNetwork() {
        Program program = program().with("IMAGE_MANAGER_SERVICES_BUILDKITD_NETWORK", "private");

        Result built = succeeds(program.run("build"));

        assertThat(built.output()).contains("2 ok");
        assertThat(inspect("buildkitd", "{{.HostConfig.NetworkMode}}")).isEqualTo("image-manager-" + fleetId());
        Matcher registry = Pattern.compile("started registry \\(container, (localhost:[0-9]+)\\)")
                .matcher(built.errors());
        assertThat(registry.find()).isTrue();
        assertThat(fleet.read("dist/child/1/build.json"))
                .contains(Tool.run("crane", "digest", "--insecure", registry.group(1) + "/child:1"));
    }

    @Test
    void aContainerThatWasRemovedBehindOurBackComesBack() {
        succeeds("build");

        Tool.run("docker", "rm", "--force", containerOf("buildkitd"), containerOf("registry"));

        assertThat(succeeds("services", "status").output()).containsPattern("registry +container +stopped");
        Result next = succeeds("build", "--force");
        assertThat(next.errors()).contains("started registry (container,", "started buildkitd (container,");
        assertThat(next.output()).contains("2 ok");
    }

    @Test
    void aDaemonThatIsKilledDuringABuildIsSaidAndComesBack() {
        fleet.image("slow", "1", "FROM debian:bookworm-slim\nRUN echo it has begun; sleep 300\n");
        Program program = program().with("IMAGE_MANAGER_MIRRORS", System.getenv("IMAGE_MANAGER_MIRRORS"));

        try (Program.Running running = program.start("build", "slow")) {
            running.awaitErrors("|   it has begun");
            Tool.run("docker", "kill", containerOf("buildkitd"));
            Result killed = running.await();
            assertThat(killed.exitCode()).as("%s", killed).isEqualTo(3);
            assertThat(killed.errors())
                    .contains("the build of slow:1 failed: the BuildKit daemon at tcp://127.0.0.1:", " went away");
        }
        assertThat(succeeds(program.run("build", "child")).errors()).contains("started buildkitd (container,");
    }

    @Test
    void ctrlCDuringTheStartLeavesNoContainer() {
        try (Program.Running running = program().start("services", "up", "dind")) {
            running.awaitFile(directory.resolve(".buildkit/dind/container"), containerOf("dind"));
            running.interrupt();
            assertThat(running.await().exitCode()).isEqualTo(130);
        }
        assertThat(containers()).isEmpty();
        assertThat(objects("network")).isEmpty();
        assertThat(fleet.exists(".buildkit/dind/container")).isFalse();
    }

    @Test
    void somebodyElsesContainerOfThatNameIsLeftAlone() {
        String name = containerOf("registry");
        Tool.run("docker", "create", "--name", name, "registry:2");
        try {
            Result result = program().run("services", "up", "registry");

            assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
            assertThat(result.errors()).contains("cannot start registry from registry:2", name);
            assertThat(Tool.lines("docker", "ps", "--all", "--format", "{{.Names}}"))
                    .contains(name);
        } finally {
            Tool.run("docker", "rm", name);
        }
    }

    @Test
    void anImageThatCannotBeHadIsSaid() {
        String daemon = succeeds("services", "up", "dind")
                .output()
                .replaceFirst("(?s).*(tcp://127\\.0\\.0\\.1:[0-9]+).*", "$1");

        Result result = program().with("DOCKER_HOST", daemon).run("services", "up", "registry");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
        assertThat(result.errors())
                .contains("note: downloading the image registry:2", "cannot download the image registry:2: ")
                .contains("load it with 'docker load', or run the service as a process")
                .doesNotContain("\tat ");
    }
}
