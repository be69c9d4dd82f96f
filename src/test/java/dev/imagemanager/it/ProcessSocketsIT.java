package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who can reach the daemons that run as processes. */
class ProcessSocketsIT extends OwnServices {

    @Test
    void theDockerDaemonListensOnSocketsThatOnlyItsOwnerReaches() throws IOException {
        succeeds(run("services", "up", "dind"));

        assertThat(Files.getPosixFilePermissions(directory.resolve(".buildkit")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        ProcessHandle daemon =
                ProcessHandle.of(Long.parseLong(pidOf("dind").split(" ")[0])).orElseThrow();
        List<String> marks = Stream.concat(Stream.of(daemon), daemon.descendants())
                .map(process -> "pid=" + process.pid() + ",")
                .toList();
        assertThat(listeners("-Hltnup", marks)).as("ports").isEmpty();
        assertThat(listeners("-Hxlp", marks).stream().filter(socket -> socket.startsWith("u_str")))
                .as("sockets")
                .isNotEmpty()
                .map(socket -> socket.split(" +")[4])
                .contains(directory + "/.buildkit/dind/docker.sock")
                // /run is that of its mount namespace.
                .allMatch(path -> path.startsWith(directory + "/.buildkit/") || path.matches("(/var)?/run/.*"));
        for (String mark : marks.subList(1, marks.size())) {
            Path namespace = Path.of("/proc", mark.replaceAll("[^0-9]", ""), "ns/mnt");
            assertThat(Files.readSymbolicLink(namespace))
                    .isNotEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/mnt")));
        }
    }

    @Test
    void noVariableOfTheCallerIsInADaemon() throws IOException {
        Program caller = program().with("IT_TOKEN", "hunter2-hunter2").with("AWS_SECRET_ACCESS_KEY", "hunter2-hunter2");
        succeeds(caller.run("services", "up", "registry", "buildkitd", "dind"));

        int daemons = 0;
        for (String service : List.of("registry", "buildkitd", "dind")) {
            ProcessHandle daemon = ProcessHandle.of(
                            Long.parseLong(pidOf(service).split(" ")[0]))
                    .orElseThrow();
            for (ProcessHandle process :
                    Stream.concat(Stream.of(daemon), daemon.descendants()).toList()) {
                assertThat(environment(process)).as(service).doesNotContain("IT_TOKEN", "hunter2");
                daemons++;
            }
        }
        assertThat(daemons).isGreaterThanOrEqualTo(3);
    }

    private static String environment(ProcessHandle process) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"), StandardCharsets.ISO_8859_1);
    }

    private static List<String> listeners(String options, List<String> marks) {
        return Tool.lines("ss", options).stream()
                .filter(listener -> marks.stream().anyMatch(listener::contains))
                .toList();
    }
}
