package dev.imagemanager.infra.daemon;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.TestSeals;
import dev.imagemanager.pipeline.services.ServicesLock;
import dev.imagemanager.problem.EnvironmentException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileServicesLockTest {

    @TempDir
    Path directory;

    private final FileServicesLock lock = new FileServicesLock(TestSeals.states(), Duration.ofMillis(100));

    @Test
    void oneTurnAtATime() throws InterruptedException {
        ServicesLock.Turn turn = lock.take(directory);
        assertThatThrownBy(() -> lock.take(directory))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("another command has been starting or stopping the services of " + directory);
        turn.close();
        lock.take(directory).close();
    }
}
