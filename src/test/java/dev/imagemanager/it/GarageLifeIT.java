package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How a Garage of the fleet's own starts and ends. */
@ExtendWith({RealTools.class, RealGarage.class})
class GarageLifeIT {

    @TempDir
    Path directory;

    private FleetWithCache fleet;

    @BeforeEach
    void makeFleet() {
        fleet = new FleetWithCache(directory);
    }

    @AfterEach
    void stop() {
        fleet.stop();
    }

    @Test
    void whenItWasKilledItComesBackAtTheSamePlace() {
        fleet.keepGarageToItself();
        String address = fleet.succeeds("services", "up", "garage").output();
        Tool.run("kill", "-KILL", Long.toString(fleet.pidOf("garage")));

        assertThat(fleet.succeeds("services", "up", "garage").output()).isEqualTo(address);
        assertThat(fleet.statistics().path("bucket").asText()).isEqualTo("buildkit-cache");
    }

    @Test
    void aConfiguredPortInUseIsAnErrorThatFailsNoBuild() throws IOException {
        fleet.files.image(fleet.image, "1.0.0", "FROM scratch\nCOPY Dockerfile /\n");
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(other.getLocalPort());
            String message = "port " + port + " is configured for garage, but is in use by process "
                    + ProcessHandle.current().pid();
            Program program = fleet.program().with("IMAGE_MANAGER_SERVICES_GARAGE_PORT", port);

            Result up = program.run("services", "up", "garage");
            assertThat(up.exitCode()).isEqualTo(3);
            assertThat(up.errors()).contains("error: " + message);

            Result built = FleetWithCache.succeeds(program.run("build"));
            assertThat(built.errors()).containsOnlyOnce("note: builds continue without the layer cache: " + message);
        }
    }

    @Test
    void downWithVolumesRemovesWhatServicesKeptAndNothingElse() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        fleet.succeeds("services", "up", "registry", "garage");
        fleet.files.file("elsewhere/precious", "mine").file(".buildkit/other/precious", "mine too");
        Files.createSymbolicLink(directory.resolve(".buildkit/garage/data/link"), elsewhere);

        assertThat(fleet.succeeds("services", "down", "garage").errors()).isEqualTo("stopped garage\n");
        assertThat(directory.resolve(".buildkit/garage/data")).exists();

        assertThat(fleet.succeeds("services", "down", "--volumes").errors())
                .isEqualTo("stopped registry\nremoved the data of garage\nremoved the data of registry\n");
        assertThat(directory.resolve(".buildkit/garage")).doesNotExist();
        assertThat(directory.resolve(".buildkit/registry")).doesNotExist();
        assertThat(fleet.files.read("elsewhere/precious")).isEqualTo("mine");
        assertThat(fleet.files.read(".buildkit/other/precious")).isEqualTo("mine too");

        assertThat(fleet.succeeds("services", "down", "--volumes").errors()).isEqualTo("no services to stop\n");
    }
}
