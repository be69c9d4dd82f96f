package dev.imagemanager.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLeftoversTest {

    @TempDir
    Path fleet;

    private Path leftover;

    @BeforeEach
    void makeFiles() throws IOException {
        leftover = fleet.resolve("dist/app/1/.build.json.123.partial");
        Files.createDirectories(leftover.getParent());
        Files.writeString(leftover, "{");
        Files.writeString(leftover.resolveSibling("build.json"), "{}");
        Files.createDirectories(fleet.resolve("dist/app/.2.0a.partial"));
        Files.writeString(fleet.resolve("dist/app/.2.0a.partial/Dockerfile"), "FROM");
    }

    private void hold() throws InterruptedException {
        OutputLock.whileHeld(fleet, note -> {}, () -> "");
    }

    @Test
    void whatAKilledProgramLeftIsRemovedByTheNextOne() throws IOException, InterruptedException {
        Files.createDirectories(fleet.resolve("outside"));
        Files.writeString(fleet.resolve("outside/.x.1.partial"), "");
        Files.createSymbolicLink(fleet.resolve("dist/app/link"), fleet.resolve("outside"));
        Files.writeString(fleet.resolve(OutputPaths.LOCK), "\n");

        hold();

        assertThat(leftover).doesNotExist();
        assertThat(leftover.resolveSibling("build.json")).exists();
        assertThat(fleet.resolve("dist/app/.2.0a.partial")).doesNotExist();
        assertThat(fleet.resolve("outside/.x.1.partial")).as("behind a link").exists();
        assertThat(fleet.resolve(OutputPaths.LOCK)).isEmptyFile();
    }

    @Test
    void nobodyLooksForItOtherwise() throws IOException, InterruptedException {
        hold();
        assertThat(leftover).exists();
        assertThat(fleet.resolve(OutputPaths.LOCK)).isEmptyFile();
    }

    @Test
    void theLockIsMarkedWhileItIsHeld() throws InterruptedException {
        OutputLock.whileHeld(fleet, note -> {}, () -> {
            assertThat(fleet.resolve(OutputPaths.LOCK)).hasSize(1);
            return "";
        });
    }
}
