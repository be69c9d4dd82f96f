package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Services and builds of a user without root rights. */
@ExtendWith({RealTools.class, UnprivilegedUser.class})
class RootlessIT {

    @TempDir
    Path directory;

    private FleetFiles fleet;

    @BeforeEach
    void makeFleet() {
        fleet = new FleetFiles(directory)
                .image("base", "1.0.0", "FROM debian:bookworm-slim\nCOPY motd /etc/motd\n")
                .file("images/base/motd", "hello from " + UUID.randomUUID() + "\n")
                .image("child", "1", "FROM base:1.0\nRUN install -o daemon -m 600 /etc/motd /copied && id -u\n")
                .image("top", "1", "FROM debian:bookworm-slim\nCOPY --from=child:1 /copied /\n");
        UnprivilegedUser.own(directory);
    }

    @AfterEach
    void stop() {
        run("services", "down");
        assertThat(processes()).isEmpty();
    }

    private Program program() {
        return UnprivilegedUser.runs(new Program(directory))
                .with(ServiceProbe.VARIABLE, ServiceProbe.SECRET)
                .with("BUILDKIT_HOST", null)
                .with("DOCKER_HOST", "unix:///nowhere")
                .with("IMAGE_MANAGER_BUILD_REGISTRY", null)
                .with("IMAGE_MANAGER_CACHE", "false")
                .with("IMAGE_MANAGER_SERVICES_REGISTRY_MODE", "process")
                .with("IMAGE_MANAGER_SERVICES_BUILDKITD_MODE", "process");
    }

    private Result run(String... arguments) {
        return program().run(arguments);
    }

    private static Result succeeds(Result result) {
        assertThat(result.exitCode()).as("%s", result).isZero();
        return result;
    }

    private List<String> processes() {
        return Tool.lines("ps", "-eo", "args").stream()
                .filter(arguments -> arguments.contains(directory + "/.buildkit/"))
                .toList();
    }

    @Test
    void theLifeOfRegistryAndBuildkitd() throws IOException {
        Result up = succeeds(run("services", "up", "registry", "buildkitd"));
        assertThat(up.errors())
                .contains(
                        "started registry (process, localhost:",
                        "started buildkitd (process, unix://" + directory + "/.buildkit/buildkitd/buildkitd.sock)");
        assertThat(Tool.lines("ps", "-eo", "user,args"))
                .filteredOn(process -> process.contains(directory + "/.buildkit/"))
                .isNotEmpty()
                .allSatisfy(process -> assertThat(process).doesNotStartWith("root "));

        assertOnlyTheirOwnerReachesThem();

        Result built = succeeds(run("build"));
        assertThat(built.errors()).doesNotContain("started ");
        assertThat(built.output()).contains("3 ok");
        assertThat(fleet.read("dist/child/1/build.log")).contains("\n  0\n");
        assertThat(succeeds(run("build")).output()).contains("3 up to date");
        assertThat(succeeds(run("services", "status")).output())
                .containsPattern("registry +process +running")
                .containsPattern("buildkitd +process +running");

        assertThat(succeeds(run("services", "down")).errors()).isEqualTo("stopped buildkitd\nstopped registry\n");
        assertThat(processes()).isEmpty();
        assertThat(Tool.lines("cat", "/proc/mounts")).noneMatch(mount -> mount.contains(directory.toString()));
        assertThat(fleet.all(".buildkit/buildkitd").map(Path::toString)).noneMatch(file -> file.endsWith(".sock"));

        Result emptied = succeeds(run("services", "down", "--volumes"));
        assertThat(emptied.errors()).isEqualTo("removed the data of buildkitd\nremoved the data of registry\n");
        assertThat(directory.resolve(".buildkit/buildkitd")).doesNotExist();
    }

    private void assertOnlyTheirOwnerReachesThem() throws IOException {
        for (String service : new String[] {"registry", "buildkitd"}) {
            probe(service).assertNoVariableOfTheCaller();
            probe(service).assertNoSocketWithoutFile();
        }
        probe("buildkitd").assertListensPrivatelyIn(directory);
        assertThat(probe("registry").ports()).singleElement().asString().startsWith("127.0.0.1:");
        int port = Integer.parseInt(probe("registry").ports().get(0).replaceFirst(".*:", ""));
        assertThat(ServiceProbe.asAnotherUser(port, "/v2/_catalog")).startsWith("HTTP/1.1 401 Unauthorized");
        ServiceProbe.assertSecret(directory.resolve(".buildkit/registry/password"));
    }

    private ServiceProbe probe(String service) {
        return ServiceProbe.of(
                service,
                Long.parseLong(fleet.read(".buildkit/" + service + "/pid").split(" ")[0]));
    }

    @Test
    void stepsCannotReachTheMachinesLoopbackNorSniff() {
        try (StepProbe probe = StepProbe.open()) {
            fleet.image("probe", "1", probe.dockerfile());
            UnprivilegedUser.own(directory);

            succeeds(run("build", "probe"));

            assertThat(fleet.read("dist/probe/1/build.log"))
                    .contains("no raw socket: Operation not permitted", probe.reachedOther())
                    .doesNotContain(probe.reachedLoopback(), " raw socket\n");
        }
    }

    @Test
    void nothingButRootlessBuildkitIsNeeded() {
        Result built = succeeds(program()
                .with("IMAGE_MANAGER_SERVICES_REGISTRY_MODE", null)
                .with("IMAGE_MANAGER_BUILD_REGISTRY", "false")
                .run("build"));

        assertThat(built.output()).contains("3 ok");
        assertThat(built.errors()).doesNotContain("started registry");
    }

    @Test
    void aKilledDaemonTakesItsBuildsAlongAndComesBack() {
        fleet.image("slow", "1", "FROM debian:bookworm-slim\nRUN echo begun; exec sleep 4711\n");
        UnprivilegedUser.own(directory);

        try (Program.Running running = program().start("build", "slow")) {
            running.awaitErrors("begun");
            Tool.run("pkill", "-KILL", "-f", "^[^ ]*rootlesskit .*" + directory + "/");
            Result result = running.await();
            assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
            assertThat(result.errors()).contains(" was lost: ");
        }
        assertThat(Tool.lines("ps", "-eo", "args")).doesNotContain("sleep 4711");

        assertThat(succeeds(run("build", "base")).errors()).contains("started buildkitd (process, unix:");
    }

    @Test
    void withoutSubordinateIdsTheMessageSaysSo() {
        Result result = UnprivilegedUser.runsWithoutIds(new Program(directory))
                .with("BUILDKIT_HOST", null)
                .with("IMAGE_MANAGER_BUILD_REGISTRY", "false")
                .with("IMAGE_MANAGER_SERVICES_BUILDKITD_MODE", "process")
                .run("build");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
        assertThat(result.errors())
                .contains(
                        "cannot be started: user namespaces are required without root: ",
                        " has 0 subordinate user ids in /etc/subuid, but 65536 are needed",
                        "'image-manager doctor' shows remedies");
    }
}
