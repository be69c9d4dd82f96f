package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagemanager.it.Program.Result;
import java.nio.file.Path;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code cache stats} and {@code cache prune} with what BuildKit left in a real Garage. */
@ExtendWith({RealTools.class, RealGarage.class})
class CacheCommandIT {

    @TempDir
    Path directory;

    private FleetWithCache fleet;

    @BeforeEach
    void makeFleet() {
        Assumptions.assumeThat(System.getProperty("user.name"))
                .as("a buildkitd of its own takes root")
                .isEqualTo("root");
        fleet = new FleetWithCache(directory);
    }

    @AfterEach
    void stop() {
        fleet.stop();
    }

    @Test
    void anEmptyCacheIsShownToo() {
        JsonNode statistics = fleet.statistics();

        assertThat(statistics.path("objects").asInt()).isZero();
        assertThat(statistics.path("images")).isEmpty();
        assertThat(fleet.succeeds("cache", "prune", "--keep-bytes", "1GB").output())
                .isEqualTo("0 manifests, 0 layers, 0.0 kB removed; 0.0 kB left\n");
    }

    @Test
    void theOldestTargetsGoAndLayersThatOthersUseStay() {
        buildThreeTags();
        JsonNode before = fleet.statistics().path("images").path(0);
        assertThat(before.path("image").asText()).isEqualTo(fleet.image);
        assertThat(before.path("manifests").asInt()).isEqualTo(3);
        assertThat(before.path("layers").asInt())
                .as("the base, a shared one, three own")
                .isEqualTo(5);

        long keep = before.path("bytes").asLong() - 1;
        String size = (keep / 1000) + "kB";
        Result planned = fleet.succeeds("cache", "prune", "--keep-bytes", size, "--dry-run");
        assertThat(planned.output())
                .startsWith("would remove " + fleet.image + ":1.0.0 linux-amd64\n1 manifest, 1 layer, ");
        assertThat(fleet.statistics().path("images").path(0)).isEqualTo(before);

        assertThat(fleet.succeeds("cache", "prune", "--keep-bytes", size).output())
                .startsWith("removed " + fleet.image + ":1.0.0 linux-amd64\n1 manifest, 1 layer, ");
        assertThat(fleet.statistics().path("images").path(0).path("layers").asInt())
                .isEqualTo(4);

        fleet.forget();
        fleet.succeeds("build", "--force", fleet.image + ":1.2.0");
        assertThat(fleet.log("1.2.0")).contains("RUN echo 1.2.0 > /tag CACHED");
    }

    @Test
    void whatIsTooOldGoes() {
        buildThreeTags();

        assertThat(fleet.succeeds("cache", "prune", "--older-than", "1h").output())
                .startsWith("0 manifests, 0 layers, 0.0 kB removed");

        assertThat(fleet.succeeds("cache", "prune", "--older-than", "0s", "--output", "json")
                        .output())
                .contains("\"dryRun\": false", "\"bytesLeft\": 0", "\"name\": \"1.1.0/linux-amd64\"");
        assertThat(fleet.statistics().path("objects").asInt()).isZero();

        fleet.rebuild();
        assertThat(fleet.log("1.0.0")).doesNotContain("CACHED");
        fleet.rebuild();
        assertThat(fleet.log("1.0.0")).contains("CACHED");
    }

    @Test
    void wrongUsageIsRefusedBeforeAnythingIsStarted() {
        for (String[] arguments : new String[][] {
            {"cache", "prune"},
            {"cache", "prune", "--older-than", "7"},
            {"cache", "prune", "--keep-bytes", "5GiB"},
            {"cache"}
        }) {
            Result result = fleet.program().run(arguments);
            assertThat(result.exitCode()).as("%s", result).isEqualTo(2);
        }
        assertThat(directory.resolve(".buildkit")).doesNotExist();
    }

    private void buildThreeTags() {
        fleet.files
                .file("images/" + fleet.image + "/image.yml", "tags: [{name: 1.0.0}, {name: 1.1.0}, {name: 1.2.0}]\n")
                .file(
                        "images/" + fleet.image + "/Dockerfile.tmpl",
                        "FROM debian:bookworm-slim\n" + FleetWithCache.RANDOM + "RUN echo {=tag.name} > /tag\n");
        for (String tag : new String[] {"1.0.0", "1.1.0", "1.2.0"}) {
            fleet.succeeds("build", fleet.image + ":" + tag);
        }
    }
}
