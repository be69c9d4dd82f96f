package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitProgramTest {

    @TempDir
    Path directory;

    /** elf(5): the class and the order of bytes are the fifth and sixth byte, the machine is at 18. */
    @ParameterizedTest
    @CsvSource({
        "linux/amd64, 2, 1, 62, 0",
        "linux/386, 1, 1, 3, 0",
        "linux/arm64, 2, 1, 183, 0",
        "linux/arm/v6, 1, 1, 40, 0",
        "linux/arm/v7, 1, 1, 40, 0",
        "linux/riscv64, 2, 1, 243, 0",
        "linux/ppc64le, 2, 1, 21, 0",
        "linux/s390x, 2, 2, 0, 22",
    })
    void isForItsMachine(String platform, int bits, int order, int low, int high) {
        byte[] file = ExitProgram.of(Platform.parse(platform)).orElseThrow();

        assertThat(file).startsWith(0x7f, 'E', 'L', 'F', bits, order, 1);
        assertThat(new int[] {file[18] & 0xff, file[19] & 0xff}).containsExactly(low, high);
    }

    @ParameterizedTest
    @ValueSource(strings = {"windows/amd64", "linux/mips64le", "darwin/arm64"})
    void thereIsNoneForOthers(String platform) {
        assertThat(ExitProgram.of(Platform.parse(platform))).isEmpty();
    }

    @Test
    void runsOnThisMachine() throws IOException, InterruptedException {
        assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
        Platform here = Platform.parse("linux/" + System.getProperty("os.arch"));
        byte[] content = ExitProgram.of(here).orElseThrow();
        Path file = Files.write(directory.resolve("probe"), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));

        Process process = new ProcessBuilder(file.toString()).start();

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
