package dev.imagemanager.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {

    @TempDir
    Path directory;

    private Path file;
    private final AtomicInteger waits = new AtomicInteger();

    @BeforeEach
    void nameFile() {
        file = directory.resolve("sub/.lock");
    }

    @Test
    void oneAtATime() throws IOException, InterruptedException {
        LockFile held = LockFile.take(file, waits::incrementAndGet);

        assertThat(LockFile.take(file, Duration.ofMillis(100), waits::incrementAndGet))
                .isEmpty();
        assertThat(waits).hasValue(1);
        held.close();
        Optional<LockFile> next = LockFile.take(file, Duration.ofMillis(100), waits::incrementAndGet);
        assertThat(next).isPresent();
        assertThat(waits).hasValue(1);
        next.orElseThrow().close();
    }

    @Test
    void whoWaitsGoesOnAsSoonAsItCan() throws Exception {
        LockFile held = LockFile.take(file, waits::incrementAndGet);
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> {
            try {
                return LockFile.whileHeld(file, waiting::countDown, () -> "done");
            } catch (IOException | InterruptedException failure) {
                throw new IllegalStateException(failure);
            }
        });
        assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(second).isNotDone();
        held.close();

        assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("done");
    }

    @Test
    void aWaitCanBeInterrupted() throws IOException, InterruptedException {
        LockFile held = LockFile.take(file, waits::incrementAndGet);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> LockFile.take(file, waits::incrementAndGet)).isInstanceOf(InterruptedException.class);
        held.close();
    }

    @Test
    void isGivenBackAfterAFailure() throws IOException, InterruptedException {
        assertThatThrownBy(() -> LockFile.whileHeld(file, waits::incrementAndGet, () -> {
                    throw new IOException("no");
                }))
                .hasMessage("no");

        LockFile.take(file, waits::incrementAndGet).close();
        assertThat(waits).hasValue(0);
    }

    @Test
    void nothingIsCreatedOrLockedThroughALink() throws IOException {
        Path elsewhere = directory.resolve("elsewhere");
        Files.createSymbolicLink(Files.createDirectory(file.getParent()).resolve(".lock"), elsewhere);

        assertRefused("it is a symbolic link");
        assertThat(elsewhere).doesNotExist();

        Files.writeString(elsewhere, "precious");
        assertRefused("it is a symbolic link");
        Files.delete(file);
        Files.createLink(file, elsewhere);
        assertRefused("it is a hard link to another file");
    }

    @Test
    @Timeout(10)
    void aNamedPipeIsNotOpened() throws IOException, InterruptedException {
        Files.createDirectory(file.getParent());
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();

        assertRefused("it is not a regular file");
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> LockFile.take(file, waits::incrementAndGet))
                .isInstanceOf(RefusedFileException.class)
                .hasMessage(reason)
                .extracting(refused -> ((RefusedFileException) refused).hint())
                .isEqualTo("remove it; it is created again");
    }
}
