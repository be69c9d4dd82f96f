package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Services of the program's own, where none are configured. */
@ExtendWith(RealTools.class)
class ServicesIT {

    @TempDir
    Path directory;

    private FleetFiles fleet;

    @BeforeEach
    void makeFleet() {
        Assumptions.assumeThat(System.getProperty("user.name"))
                .as("daemons with namespaces of their own take root")
                .isEqualTo("root");
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
    void stop() {
        run("services", "down");
        assertThat(processes()).isEmpty();
    }

    /** Whatever runs on this machine besides: these services are the fleet's own. */
    private Program program() {
        return new Program(directory)
                .with("BUILDKIT_HOST", null)
                .with("DOCKER_HOST", null)
                .with("IMAGE_MANAGER_BUILD_REGISTRY", null)
                .with("IMAGE_MANAGER_SERVICES_REGISTRY_MODE", "process")
                .with("IMAGE_MANAGER_SERVICES_BUILDKITD_MODE", "process")
                .with("IMAGE_MANAGER_SERVICES_DIND_MODE", "process");
    }

    private Result run(String... arguments) {
        return program().run(arguments);
    }

    private static Result succeeds(Result result) {
        assertThat(result.exitCode()).as("%s", result).isZero();
        return result;
    }

    private static Result refuses(Result result, String... messages) {
        assertThat(result.exitCode()).as("%s", result).isEqualTo(3);
        assertThat(result.errors()).contains(messages).doesNotContain("\tat ", "Exception");
        return result;
    }

    /** What runs with a path of this fleet in its arguments, this program left out. */
    private List<String> processes() {
        return Tool.lines("ps", "-eo", "args").stream()
                .filter(arguments -> arguments.contains(directory + "/.buildkit/"))
                .toList();
    }

    private String pidOf(String service) {
        return fleet.read(".buildkit/" + service + "/pid");
    }

    /** Where the services, and all that they started, listen: {@code address:port}. */
    private List<String> listeners() {
        Set<String> ours = Stream.of("registry", "buildkitd", "dind")
                .map(service -> Long.parseLong(pidOf(service).split(" ")[0]))
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .map(process -> "pid=" + process.pid() + ",")
                .collect(Collectors.toSet());
        return Tool.lines("ss", "-Hltnp").stream()
                .filter(listener -> ours.stream().anyMatch(listener::contains))
                .map(listener -> listener.split(" +")[3])
                .toList();
    }

    /** The bridges of this machine: those of others come and go. */
    private static List<String> links() {
        return Tool.lines("ip", "-o", "link", "show", "type", "bridge").stream()
                .map(line -> line.split(" ")[1].replace(":", ""))
                .toList();
    }

    @Test
    void theLifeOfAllServices() throws IOException {
        Result up = succeeds(run("services", "up"));
        assertThat(up.errors())
                .contains(
                        "started registry (process, localhost:",
                        "started buildkitd (process, unix://" + directory + "/.buildkit/buildkitd/buildkitd.sock)",
                        "started dind (process, unix://" + directory + "/.buildkit/dind/docker.sock)");
        assertThat(up.output()).containsPattern("registry +process +running +localhost:\\d+\n");
        assertThat(succeeds(run("services", "status")).output()).isEqualTo(up.output());
        assertThat(succeeds(run("services", "status", "--output", "json")).output())
                .startsWith("{\n  \"apiVersion\": \"image-manager/v1\",\n  \"services\": [")
                .containsPattern("\"name\": \"dind\",\\s+\"mode\": \"process\",\\s+\"state\": \"running\",\\s+"
                        + "\"address\": \"unix://" + directory + "/.buildkit/dind/docker.sock\"");
        assertThat(Files.getPosixFilePermissions(directory.resolve(".buildkit")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));

        assertThat(listeners())
                .contains(up.output().replaceFirst("(?s).*localhost(:[0-9]+).*", "127.0.0.1$1"))
                .allSatisfy(address -> assertThat(address).startsWith("127.0.0.1:"));

        Result built = succeeds(run("run"));
        assertThat(built.errors()).doesNotContain("started ");
        assertThat(built.output()).contains("2 targets in", "1/1", "2 ok");

        String pids = pidOf("registry") + pidOf("buildkitd") + pidOf("dind");
        assertThat(succeeds(run("services", "up")).errors()).isEmpty();
        assertThat(pidOf("registry") + pidOf("buildkitd") + pidOf("dind")).isEqualTo(pids);
        assertThat(succeeds(run("services", "logs", "registry")).output()).contains("listening on 127.0.0.1:");

        String bridge = fleet.read(".buildkit/dind/network").split(" ")[0];
        assertThat(links()).contains(bridge);
        assertThat(succeeds(run("services", "down")).errors())
                .isEqualTo("stopped dind\nstopped buildkitd\nstopped registry\n");
        assertThat(processes()).isEmpty();
        assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(directory.toString());
        assertThat(fleet.all(".buildkit").map(Path::toString)).noneMatch(file -> file.endsWith(".sock"));
        assertThat(links()).doesNotContain(bridge);
        assertThat(succeeds(run("services", "status")).output()).doesNotContain("running");

        assertThat(succeeds(run("run")).output())
                .as("what was built is still in the registry")
                .contains("2 up to date");
    }

    @Test
    void twoCommandsAtOnceStartOneSet() {
        try (Program.Running one = program().start("build");
                Program.Running other = program().start("services", "up", "registry", "buildkitd")) {
            String errors =
                    succeeds(one.await()).errors() + succeeds(other.await()).errors();
            assertThat(errors).containsOnlyOnce("started registry (").containsOnlyOnce("started buildkitd (");
        }
        assertThat(processes().stream()
                        .filter(arguments ->
                                arguments.contains("docker-registry") || arguments.contains("registry serve")))
                .hasSize(1);
    }

    @Test
    void twoFleetsAtOnceHaveARegistryEach() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        try (Program.Running one = program().start("services", "up", "registry");
                Program.Running two = program().start("-C", other.toString(), "services", "up", "registry")) {
            String first = succeeds(one.await()).output();
            String second = succeeds(two.await()).output();
            assertThat(first).contains("running  localhost:").isNotEqualTo(second);
        } finally {
            succeeds(run("-C", other.toString(), "services", "down"));
        }
    }

    @Test
    void aKilledDaemonComesBackWithTheNextBuild() {
        assertThat(succeeds(run("build")).errors()).contains("started buildkitd (process, unix:");

        Tool.run("pkill", "-KILL", "-f", "^[^ ]*buildkitd --config " + directory + "/");
        Result next = succeeds(run("build", "--force"));

        assertThat(next.errors()).contains("started buildkitd (process, unix:").doesNotContain("started registry");
        assertThat(next.output()).contains("2 ok");
    }

    @Test
    void aRegistryThatComesBackEmptyGetsItsImagesFromTheirArchives() {
        succeeds(run("build"));
        succeeds(run("services", "down", "registry", "buildkitd"));
        Tool.run("rm", "-r", directory + "/.buildkit/registry/data", directory + "/.buildkit/buildkitd/data");

        Result next = succeeds(run("build", "child"));

        assertThat(next.output()).contains("2 up to date");
        assertThat(next.errors())
                .contains(
                        "note: app:1 was taken from dist/app/1/image.tar again: it was lost where builds go",
                        "note: child:1 was taken from dist/child/1/image.tar again");
        String registry = next.errors().replaceFirst("(?s).*started registry \\(process, ([^)]+)\\).*", "$1");
        String digest = Tool.run("crane", "digest", "--insecure", registry + "/child:1");
        assertThat(fleet.read("dist/child/1/build.json")).contains(digest);
        Tool.run("crane", "validate", "--insecure", "--remote", registry + "/child@" + digest);
        assertThat(Tool.lines("crane", "ls", "--insecure", registry + "/child"))
                .hasSize(2)
                .anyMatch(tag -> tag.matches("im-[0-9a-f]{64}"));
    }

    @Test
    void aProcessOfAnotherThatHasAPidOfOursIsNotKilled() throws IOException {
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            fleet.file(
                    ".buildkit/registry/pid",
                    other.pid() + " 1 " + Files.readString(Path.of("/proc/sys/kernel/random/boot_id")));

            succeeds(run("services", "up", "registry"));
            assertThat(succeeds(run("services", "down")).errors()).isEqualTo("stopped registry\n");

            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void ctrlCDuringTheStartLeavesNothing() throws IOException {
        script("buildkitd", "echo here I am; exec sleep 600");

        try (Program.Running running = withScripts().start("services", "up", "buildkitd")) {
            Path log = directory.resolve(".buildkit/buildkitd/log");
            running.awaitFile(log, "here I am");
            running.interrupt();
            assertThat(running.await().exitCode()).isEqualTo(130);
            assertThat(running.errorsSoFar()).isEmpty();
        }
        assertThat(processes()).isEmpty();
        assertThat(directory.resolve(".buildkit/buildkitd/pid")).doesNotExist();
    }

    @Test
    void ctrlCEndsALogThatIsFollowed() {
        fleet.file(".buildkit/dind/log", "one\ntwo\n");

        try (Program.Running running = program().start("services", "logs", "dind", "--follow")) {
            running.awaitFile(running.output(), "two");
            running.interrupt();
            Result result = running.await();
            assertThat(result.exitCode()).isEqualTo(130);
            assertThat(result.output()).isEqualTo("one\ntwo\n");
            assertThat(result.errors()).isEmpty();
        }
    }

    @Test
    void aDaemonThatDoesNotComeUpIsShownWithItsLog() throws IOException {
        script("docker-registry", "echo boom; exit 1");

        refuses(
                withScripts().run("build"),
                "error: registry ended right after it was started; the end of its log:\n  | boom\n",
                "the whole log is in " + directory + "/.buildkit/registry/log");
    }

    @Test
    void aConfiguredPortInUseNamesWhoHasIt() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(other.getLocalPort());
            refuses(
                    program().with("IMAGE_MANAGER_SERVICES_REGISTRY_PORT", port).run("services", "up", "registry"),
                    "port " + port + " is to be for registry, but is in use by process "
                            + ProcessHandle.current().pid());
        }
    }

    @Test
    void withoutTheProgramsTheMessageSaysWhichAreMissing() throws IOException {
        Path few = Files.createDirectory(directory.resolve("bin"));
        for (String tool : new String[] {"java", "sh", "readlink", "dirname", "buildctl"}) {
            Files.createSymbolicLink(few.resolve(tool), Path.of(Tool.run("sh", "-c", "command -v " + tool)));
        }

        refuses(
                program().with("PATH", few.toString()).run("build"),
                "registry is to run as a process, and none can be started: docker-registry or registry, setsid are not"
                        + " on the PATH",
                "install them, or set build_registry to the address of a registry, or to false to build without one");
        assertThat(directory.resolve(".buildkit/registry")).doesNotExist();
    }

    private void script(String name, String text) throws IOException {
        fleet.file("scripts/" + name, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(
                directory.resolve("scripts/" + name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Program withScripts() {
        return program().with("PATH", directory.resolve("scripts") + ":" + System.getenv("PATH"));
    }
}
