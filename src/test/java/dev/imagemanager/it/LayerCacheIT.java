package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds that take layers from a real Garage, and leave them there. Services and the image are the same for all tests: each
 * finds its steps in the cache, and leaves them there.
 */
@ExtendWith({RealTools.class, RealGarage.class})
@TestInstance(Lifecycle.PER_CLASS)
class LayerCacheIT {

    private static final String IMPORT = "importing cache manifest";
    private static final String EXPORT = "exporting cache";

    @TempDir
    static Path directory;

    private FleetWithCache fleet;
    private int port;

    @BeforeAll
    void theFirstBuildLeavesItsLayers() {
        Assumptions.assumeThat(System.getProperty("user.name"))
                .as("a buildkitd of its own takes root")
                .isEqualTo("root");
        fleet = new FleetWithCache(directory);
        port = fleet.keepGarageToItself();

        Result cold = fleet.succeeds("build");

        assertThat(cold.errors())
                .contains("started garage (process, http://127.0.0.1:", "started buildkitd")
                .doesNotContain("note:");
        assertThat(fleet.log("1.0.0")).contains(EXPORT).doesNotContain("CACHED");
    }

    @AfterAll
    void stop() {
        if (fleet != null) {
            fleet.stop();
        }
    }

    @Test
    void stepsOfAForgottenBuildComeBackFromGarage() throws IOException {
        String digest = fleet.digest("1.0.0");

        Result warm = fleet.rebuild(fleet.image);

        assertThat(warm.errors()).doesNotContain("note:");
        assertThat(fleet.log("1.0.0")).contains(IMPORT, FleetWithCache.RANDOM.strip() + " CACHED");
        assertThat(fleet.digest("1.0.0")).isEqualTo(digest);
        assertSecretIsInItsFileOnly(fleet.secretKey());
    }

    private void assertSecretIsInItsFileOnly(String secret) throws IOException {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        assertThat(bytes).hasSizeGreaterThan(20);
        for (String folder : new String[] {"dist", "images", ".buildkit/buildkitd", ".buildkit/garage"}) {
            for (Path file :
                    fleet.files.all(folder).filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("credentials.json") && !file.toString().contains("/data/")) {
                    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain(secret);
                }
            }
        }
        assertThat(Tool.run("ps", "-eo", "args")).doesNotContain(secret);
    }

    @Test
    void aNewTagBeginsWithLayersOfItsSiblings() {
        String definition = "images/" + fleet.image + "/image.yml";
        String before = fleet.files.read(definition);
        fleet.files.file(definition, "tags: [{name: 1.1.0}]\n");
        try {
            fleet.rebuild(fleet.image);
        } finally {
            fleet.files.file(definition, before);
        }

        assertThat(fleet.log("1.1.0")).contains(FleetWithCache.RANDOM.strip() + " CACHED");
    }

    @Test
    void platformsAreKeptApart() {
        String name = anotherImage("FROM scratch\nCOPY Dockerfile /\n");

        fleet.succeeds("build", "--platform", "linux/amd64,linux/arm64", name);
        assertThat(fleet.statisticsOf(name).path("manifests").asInt()).isEqualTo(2);

        fleet.rebuild("--platform", "linux/arm64", name);
        assertThat(fleet.log(name, "1.0.0")).containsOnlyOnce(IMPORT).contains("CACHED");
    }

    /** One that only the test that makes it knows. */
    private String anotherImage(String dockerfile) {
        String name = fleet.image + "-" + UUID.randomUUID();
        fleet.files.image(name, "1.0.0", dockerfile);
        return name;
    }

    /** With an image of its own: the manifests of other tags could offer their layers of the same step. */
    @Test
    void withoutCacheStepsRunAndAreLeftForOthers() {
        String name = anotherImage("FROM debian:bookworm-slim\n" + FleetWithCache.RANDOM);
        fleet.succeeds("build", name);
        String digest = fleet.digest(name, "1.0.0");

        fleet.rebuild("--no-cache", name);
        assertThat(fleet.log(name, "1.0.0")).contains(EXPORT).doesNotContain(IMPORT, "CACHED");
        String newer = fleet.digest(name, "1.0.0");
        assertThat(newer).isNotEqualTo(digest);

        fleet.rebuild(name);
        assertThat(fleet.digest(name, "1.0.0")).isEqualTo(newer);
    }

    @Test
    void aKeyThatMayOnlyReadIsUsedForThat() {
        String digest = fleet.digest("1.0.0");
        String endpoint = fleet.credentials().path("endpoint").asText();
        String bucket = fleet.administer("GetBucketInfo?globalAlias=buildkit-cache")
                .path("id")
                .asText();
        changeRights("DenyBucketKey", bucket);
        fleet.forget();
        try {
            Result result =
                    FleetWithCache.succeeds(fleet.withConfiguredCache(endpoint, "buildkit-cache", fleet.secretKey())
                            .run("build", "--force", fleet.image));

            assertThat(result.errors()).containsOnlyOnce("note:").contains("do not allow writing");
            assertThat(fleet.log("1.0.0")).contains(IMPORT).doesNotContain(EXPORT);
            assertThat(fleet.digest("1.0.0")).isEqualTo(digest);
        } finally {
            changeRights("AllowBucketKey", bucket);
        }
    }

    private void changeRights(String call, String bucket) {
        fleet.administer(
                call,
                "{\"bucketId\":\"" + bucket + "\",\"accessKeyId\":\"" + fleet.accessKey()
                        + "\",\"permissions\":{\"write\":true}}");
    }

    @Test
    void garageMayEndWhileABuildRuns() {
        String name = anotherImage("FROM debian:bookworm-slim\nRUN bash -c 'while (: </dev/tcp/127.0.0.1/" + port
                + "); do sleep 0.1; done'\n");

        try (Program.Running running = fleet.program().start("build", name)) {
            running.awaitErrors("RUN bash");
            Tool.run("kill", "-KILL", Long.toString(fleet.pidOf("garage")));
            Result result = FleetWithCache.succeeds(running.await());
            assertThat(result.errors())
                    .containsOnlyOnce("note: builds continue without the layer cache: ")
                    .contains("connection refused", "check that the BuildKit daemon at unix://");
        }
        assertThat(fleet.rebuild(fleet.image).errors())
                .contains("started garage (process")
                .doesNotContain("note:");
    }

    /** A step that comes after a lost layer needs it; to push the image again, nobody does. */
    @Test
    void layersThatAreListedButLostDoNotFailABuild() {
        String name = anotherImage("FROM debian:bookworm-slim\n" + FleetWithCache.RANDOM);
        fleet.succeeds("build", name);
        fleet.files.image(
                name, "1.0.0", "FROM debian:bookworm-slim\n" + FleetWithCache.RANDOM + "RUN test -s /random\n");
        for (Path block : fleet.files.all(".buildkit/garage/data/blocks").toList()) {
            if (Files.isRegularFile(block) && !block.endsWith("garage-marker")) {
                assertThat(block.toFile().delete()).isTrue();
            }
        }

        Result result = fleet.rebuild(name);

        assertThat(result.errors())
                .containsOnlyOnce("note: a build needed layers that are missing in the layer cache")
                .contains("cache prune --older-than 0s");
        fleet.succeeds("cache", "prune", "--older-than", "0s");
        fleet.rebuild(fleet.image);
        assertThat(fleet.rebuild(fleet.image).errors()).doesNotContain("note:");
        assertThat(fleet.log("1.0.0")).contains(FleetWithCache.RANDOM.strip() + " CACHED");
    }
}
