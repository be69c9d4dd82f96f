package dev.imagemanager.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of services, which a fleet must not bring into its builds. */
class FleetReaderTest {

    @TempDir
    Path fleet;

    private FleetReader files;

    @BeforeEach
    void makeFleet() throws IOException {
        Files.createDirectories(fleet.resolve(".buildkit/dind/tls"));
        Files.writeString(fleet.resolve(".buildkit/dind/tls/key.pem"), "hush");
        Files.createDirectories(fleet.resolve("images/app"));
        files = new FleetReader(fleet);
    }

    @Test
    void theStateOfServicesIsNotRead() throws IOException {
        Files.createSymbolicLink(fleet.resolve("images/app/Dockerfile"), Path.of("../../.buildkit/dind/tls/key.pem"));
        Files.createSymbolicLink(fleet.resolve("images/link"), Path.of("../.buildkit/dind"));

        for (String file : new String[] {".buildkit/dind/tls/key.pem", "images/app/Dockerfile", "images/link"}) {
            assertThatThrownBy(() -> files.realPath(Path.of(file)))
                    .as(file)
                    .isInstanceOf(RefusedFileException.class)
                    .hasMessage("it is in .buildkit, which has the keys of services");
        }
        assertThatThrownBy(() -> files.read(Path.of("images/app/Dockerfile"), 1 << 20))
                .isInstanceOf(RefusedFileException.class);
    }

    @Test
    void aBuildContextDoesNotContainIt() throws IOException {
        Files.createSymbolicLink(fleet.resolve("images/whole"), Path.of(".."));
        Files.createSymbolicLink(fleet.resolve("images/self"), Path.of("app"));

        assertThatThrownBy(() -> files.realContext(Path.of("images/whole")))
                .isInstanceOf(RefusedFileException.class)
                .hasMessage("it contains .buildkit, which has the keys of services");
        assertThatThrownBy(() -> files.realContext(Path.of("images/../.buildkit/dind")))
                .isInstanceOf(RefusedFileException.class);
        Files.createDirectories(fleet.resolve("dist/app"));
        assertThatThrownBy(() -> files.realContext(Path.of("dist/app")))
                .isInstanceOf(RefusedFileException.class)
                .hasMessage("it is in dist, which has what builds make");
        assertThat(files.realContext(Path.of("images/self")))
                .isEqualTo(fleet.toRealPath().resolve("images/app"));
    }
}
