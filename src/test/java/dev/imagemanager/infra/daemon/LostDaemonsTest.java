package dev.imagemanager.infra.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestSeals;
import dev.imagemanager.model.settings.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Daemons of which nothing is on record any more, such as after {@code git clean -fdx}. With real processes. */
@EnabledOnOs(OS.LINUX)
class LostDaemonsTest {

    @TempDir
    Path parent;

    /** The daemon's children are killed after the limit. */
    private final Daemons daemons = new Daemons(Duration.ofMillis(200));

    private ServiceDirectory registryOf(String fleet) throws IOException {
        Path directory = Files.createDirectories(parent.resolve(fleet));
        return TestSeals.states().at(directory).unread(ServiceName.REGISTRY);
    }

    /** Goes on even if its children end. */
    private ProcessHandle start(ServiceDirectory registry) throws IOException {
        Files.createDirectories(registry.path());
        List<String> command = List.of("sh", "-c", "sleep 600; sleep 600");
        daemons.start(registry, new DaemonLaunch(command, "here", false, Map.of()), note -> {});
        return ProcessHandle.of(
                        Long.parseLong(Files.readString(registry.pidFile()).split(" ")[0]))
                .orElseThrow();
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void assertEnded(ProcessHandle process) throws InterruptedException {
        assertThat(Polling.await(Duration.ofSeconds(5), () -> !process.isAlive()))
                .isTrue();
    }

    @AfterEach
    void stopAll() throws IOException {
        daemons.stop(registryOf("fleet"));
        daemons.stop(registryOf("moved"));
    }

    @Test
    void nothingIsLostOfWhatIsOnRecord() throws IOException {
        ServiceDirectory registry = registryOf("fleet");
        assertThat(daemons.isOrphaned(registry)).isFalse();

        start(registry);

        assertThat(daemons.isOrphaned(registry)).isFalse();
    }

    @Test
    void oneWhoseStateWasRemovedIsFoundAndStopped() throws IOException, InterruptedException {
        ServiceDirectory registry = registryOf("fleet");
        ProcessHandle daemon = start(registry);
        remove(parent.resolve("fleet"));
        Files.createDirectory(parent.resolve("fleet"));

        assertThat(daemons.isOrphaned(registry)).isTrue();
        assertThat(daemons.isOrphaned(registryOf("other"))).isFalse();
        assertThat(daemons.stop(registry)).isTrue();
        assertEnded(daemon);
        assertThat(daemons.isOrphaned(registry)).isFalse();
        assertThat(registry.state().path()).doesNotExist();
    }

    @Test
    void oneWhosePidFileWasDamagedIsFoundAndStopped() throws IOException, InterruptedException {
        ServiceDirectory registry = registryOf("fleet");
        ProcessHandle daemon = start(registry);
        Files.writeString(registry.pidFile(), "nonsense");

        assertThat(daemons.stop(registry)).isTrue();
        assertEnded(daemon);
    }

    @Test
    void nothingIsWrittenThroughLinksInItsDirectory() throws IOException {
        ServiceDirectory registry = registryOf("fleet");
        Files.createDirectories(registry.path());
        Path precious = Files.writeString(parent.resolve("precious"), "mine");
        for (String name : List.of("pid", "pid.new", "log", "log.last")) {
            Files.createSymbolicLink(registry.resolve(name), precious);
        }

        assertThat(start(registry).isAlive()).isTrue();

        assertThat(precious).hasContent("mine");
        assertThat(registry.log()).isRegularFile();
    }

    @Test
    void oneOfAFleetThatWasMovedBelongsToThatFleet() throws IOException, InterruptedException {
        ServiceDirectory registry = registryOf("fleet");
        ProcessHandle daemon = start(registry);
        Files.move(parent.resolve("fleet"), parent.resolve("moved"));
        Files.createDirectory(parent.resolve("fleet"));

        assertThat(daemons.isOrphaned(registry)).isFalse();
        assertThat(daemons.stop(registry)).isFalse();
        assertThat(daemon.isAlive()).isTrue();
        assertThat(daemons.stop(registryOf("moved"))).isTrue();
        assertEnded(daemon);
    }

    @Test
    void aProgramThatSomebodyRunsInTheDirectoryIsLeftAlone() throws IOException, InterruptedException {
        ServiceDirectory registry = registryOf("fleet");
        Files.createDirectories(registry.path());
        Process other = new ProcessBuilder("sleep", "600")
                .directory(registry.path().toFile())
                .start();
        try {
            assertThat(daemons.stop(registry)).isFalse();
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }
}
