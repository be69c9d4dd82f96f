package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is promised of the native executable beyond what the other tests ask of both. */
class NativeExecutableIT {

    /** Whatever is added to the program: it is downloaded in every CI job. */
    private static final long LARGEST = 85_000_000;

    @TempDir
    Path directory;

    @BeforeEach
    void onlyTheNativeExecutable() {
        assumeTrue(Program.isNative(), "the jar is tested; 'make native-test' tests the native executable");
    }

    @Test
    void itIsSmallEnough() throws IOException {
        assertThat(Files.size(Program.executable())).isLessThanOrEqualTo(LARGEST);
    }

    @Test
    void itStartsWithoutWarnings() {
        Result result = new Program(directory).run("--version");

        assertThat(result.exitCode()).isZero();
        assertThat(result.errors()).isEmpty();
    }
}
