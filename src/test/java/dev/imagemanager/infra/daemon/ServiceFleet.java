package dev.imagemanager.infra.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.TestFleet;
import dev.imagemanager.TestSeals;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.pipeline.services.ServiceStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A fleet with one service, which is a real process that does nothing. */
@EnabledOnOs(OS.LINUX)
abstract class ServiceFleet {

    static final ServiceName SERVICE = ServiceName.REGISTRY;

    @TempDir
    Path directory;

    final FakeManager manager = new FakeManager();

    final ServiceLifecycle lifecycle = new ServiceLifecycle(List.of(manager), TestSeals.states());

    ServiceScope scope;

    @BeforeEach
    void createFleet() {
        scope = scope("");
    }

    @AfterEach
    void stop() throws InterruptedException {
        lifecycle.stop(SERVICE, directory);
    }

    ServiceScope scope(String settings) {
        return new ServiceScope(
                directory,
                TestFleet.small(directory)
                        .with(".image-manager.yml", settings)
                        .generate()
                        .fleet()
                        .settings());
    }

    ServiceStatus start() throws InterruptedException {
        return lifecycle.start(SERVICE, scope, note -> {});
    }

    Path logFile() {
        return directory.resolve(".buildkit/registry/log");
    }

    Path pidFile() {
        return directory.resolve(".buildkit/registry/pid");
    }

    long pid() throws IOException {
        return Long.parseLong(Files.readString(pidFile()).split(" ")[0]);
    }

    /** A process that has ended is there until this one, its parent, took note. */
    static void assertEnded(long pid) throws InterruptedException {
        assertThat(Polling.await(Duration.ofSeconds(5), () -> ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .isEmpty()))
                .isTrue();
    }

    static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            return "";
        }
    }
}
