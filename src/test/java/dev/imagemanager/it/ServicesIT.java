package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Services of the program's own, where none are configured. */
class ServicesIT extends OwnServices {

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
    void ctrlCEndsALogThatIsFollowed() {
        succeeds(run("services", "up", "registry")); // which creates the state
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
}
