package dev.imagemanager.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Services that run as containers of the user's Docker daemon, made from the images with the official names: each test
 * leaves all of them running.
 */
@ExtendWith({RealTools.class, ServiceImages.class})
@ResourceLock(RealTools.DOCKER)
@TestInstance(Lifecycle.PER_CLASS)
class ContainersIT {

    @TempDir
    static Path directory;

    private ContainerFleet fleet;

    @BeforeAll
    void startAll() {
        fleet = new ContainerFleet(directory);
        fleet.succeeds("services", "up");
    }

    @BeforeEach
    void forgetBuilds() {
        if (fleet.files.exists("dist")) {
            fleet.files.remove("dist");
        }
    }

    @AfterAll
    void leaveNothing() {
        fleet.stop();
    }

    private void remove(String... names) {
        for (String name : names) {
            Tool.run("docker", "rm", "--force", fleet.containerOf(name));
        }
    }

    @Test
    void noneIsPrivilegedAndTheDaemonOfTestsHasTheFewCapabilitiesThatItNeeds() {
        assertThat(fleet.inspect(
                        "registry", "{{.HostConfig.Privileged}} {{.HostConfig.CapAdd}} {{.HostConfig.SecurityOpt}}"))
                .isEqualTo("false [] []");
        assertThat(fleet.inspect(
                        "buildkitd", "{{.HostConfig.Privileged}} {{.HostConfig.CapAdd}} {{.HostConfig.SecurityOpt}}"))
                .isEqualTo("false [] [seccomp=unconfined apparmor=unconfined]");
        assertThat(fleet.inspect("dind", "{{.HostConfig.Privileged}} {{.HostConfig.CapAdd}}"))
                .startsWith("false [")
                .contains("SYS_ADMIN", "NET_ADMIN", "MKNOD");
        assertThat(fleet.inspect("dind", "{{len .HostConfig.CapAdd}}")).isEqualTo("3");
    }

    @Test
    void aBuilderInTheContainersOwnNetwork() {
        remove("registry", "buildkitd");

        // Where buildkitd is a container, the registry has to be one too.
        Result built = ContainerFleet.succeeds(fleet.program()
                .with("IMAGE_MANAGER_SERVICES_REGISTRY_MODE", null)
                .run("build", "--force"));

        assertThat(built.output()).contains("2 ok");
        assertThat(fleet.inspect("buildkitd", "{{.HostConfig.NetworkMode}}")).isEqualTo("image-manager-" + fleet.id());
        Matcher registry = Pattern.compile("started registry \\(container, (localhost:[0-9]+)\\)")
                .matcher(built.errors());
        assertThat(registry.find()).isTrue();
        assertThat(fleet.files.read("dist/child/1/build.json"))
                .contains(new OwnAccount(directory)
                        .crane(registry.group(1), "digest", "--insecure", registry.group(1) + "/child:1"));
        assertThat(given().get("http://" + registry.group(1) + "/v2/").statusCode())
                .isEqualTo(401);
    }

    @Test
    void aContainerThatWasRemovedBehindOurBackComesBack() {
        remove("buildkitd", "registry");

        assertThat(fleet.succeeds("services", "status").output()).containsPattern("registry +container +stopped");
        Result next = fleet.succeeds("build", "--force");
        assertThat(next.errors()).contains("started registry (container,", "started buildkitd (container,");
        assertThat(next.output()).contains("2 ok");
    }

    @Test
    void aDaemonThatIsKilledDuringABuildIsSaidAndComesBack() {
        remove("buildkitd");
        fleet.files.image("slow", "1", "FROM debian:bookworm-slim\nRUN echo it has begun; sleep 300\n");
        Program program = fleet.programInTheMachinesNetwork();

        try (Program.Running running = program.start("build", "slow")) {
            running.awaitErrors("|   it has begun");
            Tool.run("docker", "kill", fleet.containerOf("buildkitd"));
            Result killed = running.await();
            assertThat(killed.exitCode()).as("%s", killed).isEqualTo(3);
            assertThat(killed.errors())
                    .contains(
                            "the build of slow:1 failed: the connection to the BuildKit daemon at tcp://127.0.0.1:",
                            " was lost: ");
        } finally {
            fleet.files.remove("images/slow");
        }
        assertThat(ContainerFleet.succeeds(program.run("build", "--force", "child"))
                        .errors())
                .contains("started buildkitd (container,");
        fleet.succeeds("services", "up");
    }

    @Test
    void aFleetCannotAllowItselfTheMachinesNetwork() {
        fleet.files.file(".image-manager.yml", "services:\n  buildkitd: { network: host }\n");
        Result refused = fleet.program().run("build");
        fleet.files.remove(".image-manager.yml");

        assertThat(refused.exitCode()).as("%s", refused).isEqualTo(2);
        assertThat(refused.errors())
                .contains(
                        ".image-manager.yml:2:25: error: 'services.buildkitd.network' is host, ",
                        "the operator of the machine can allow it with IMAGE_MANAGER_ALLOW=host-network");
    }

    @Test
    void theOperatorCanLetStepsUseTheMachinesNetworkUntilTheyAreNoLongerAllowed() {
        fleet.succeeds("services", "down", "buildkitd");
        try (StepProbe probe = StepProbe.open()) {
            fleet.files.image("probe", "1", probe.dockerfile());
            Program allowed = fleet.programInTheMachinesNetwork();

            ContainerFleet.succeeds(allowed.run("build", "probe"));

            assertThat(fleet.files.read("dist/probe/1/build.log"))
                    .contains(StepProbe.NO_RAW_SOCKET, probe.reachedOther(), probe.reachedLoopback())
                    .doesNotContain(" raw socket\n");
        } finally {
            fleet.files.remove("images/probe");
        }
        assertThat(fleet.succeeds("services", "up").errors()).contains("started buildkitd (container,");
        assertThat(fleet.inspect("buildkitd", "{{.HostConfig.NetworkMode}}")).isEqualTo("image-manager-" + fleet.id());
    }

    @Test
    void stepsCannotReachTheMachinesLoopbackNorSniff() {
        Program program = fleet.programWithBaseImage();
        fleet.succeeds("services", "down", "buildkitd");
        try (StepProbe probe = StepProbe.open()) {
            fleet.files.image("probe", "1", probe.dockerfile());

            ContainerFleet.succeeds(program.run("build", "probe"));

            assertThat(fleet.files.read("dist/probe/1/build.log"))
                    .contains(StepProbe.NO_RAW_SOCKET, probe.reachedOther())
                    .doesNotContain(probe.reachedLoopback(), " raw socket\n");
        } finally {
            fleet.files.remove("images/probe");
            fleet.succeeds("services", "up");
        }
    }

    @Test
    void whatRunsProgramsOfAFleetThatIsNotTrustedIsLimited() {
        fleet.succeeds("services", "up");
        String format = "{{.Id}} {{.HostConfig.Memory}} {{.HostConfig.PidsLimit}}";
        String registry = fleet.inspect("registry", format);
        long all = Long.parseLong(Tool.run("docker", "info", "--format", "{{.MemTotal}}"));
        try {
            for (String service : new String[] {"dind", "buildkitd"}) {
                String id = fleet.inspect(service, "{{.Id}}");

                fleet.succeeds("--untrusted", "services", "up");
                assertThat(fleet.inspect(service, format)).isEqualTo(id + " " + all / 4 * 3 + " 4096");
                assertThat(limitsInside(service)).containsExactly(page(all / 4 * 3), "4096");

                fleet.succeeds("services", "up");
                assertThat(fleet.inspect(service, "{{.Id}}")).isEqualTo(id);
                assertThat(limitsInside(service)).containsExactly(Long.toString(1L << 61), "max");
            }
        } finally {
            fleet.succeeds("services", "up");
        }
        assertThat(fleet.inspect("registry", format)).isEqualTo(registry);
    }

    /** Limits of memory are whole pages. */
    private static String page(long bytes) {
        return Long.toString(bytes / 4096 * 4096);
    }

    /** The limits that the kernel knows, in version 1 and 2 of control groups. */
    private List<String> limitsInside(String service) {
        return Tool.lines(
                "docker",
                "exec",
                fleet.containerOf(service),
                "sh",
                "-c",
                "cd /sys/fs/cgroup; cat memory/memory.limit_in_bytes pids/pids.max 2>/dev/null"
                        + " || cat memory.max pids.max");
    }

    @Test
    void anImageThatCannotBeHadIsSaid() throws IOException {
        ContainerFleet other = new ContainerFleet(Files.createDirectory(directory.resolve("other")));

        Result result = other.program()
                .with("DOCKER_HOST", fleet.addressOf("dind"))
                .with("DOCKER_TLS_VERIFY", "1")
                .with(
                        "DOCKER_CERT_PATH",
                        directory.resolve(".buildkit/dind/tls").toString())
                .run("services", "up", "registry");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
        assertThat(result.errors())
                .contains("note: downloading the image registry:2", "cannot download the image registry:2: ")
                .contains("load the image with 'docker load', or run the service as a process")
                .doesNotContain("\tat ");
    }
}
