package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Builds that take layers from a real Garage, and leave them there. */
@ExtendWith({RealTools.class, RealGarage.class})
class LayerCacheIT {

    private static final String IMPORT = "importing cache manifest";
    private static final String EXPORT = "exporting cache";

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
    void stepsOfAForgottenBuildComeBackFromGarage() throws IOException {
        Result cold = fleet.succeeds("build");
        assertThat(cold.errors())
                .contains("started garage (process, http://127.0.0.1:", "started buildkitd")
                .doesNotContain("note:");
        assertThat(fleet.log("1.0.0")).contains(EXPORT).doesNotContain("CACHED");
        String digest = fleet.digest("1.0.0");

        Result warm = fleet.rebuild();

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
        fleet.succeeds("build");
        fleet.files.file("images/" + fleet.image + "/image.yml", "tags: [{name: 1.1.0}]\n");

        fleet.rebuild();

        assertThat(fleet.log("1.1.0")).contains(FleetWithCache.RANDOM.strip() + " CACHED");
    }

    @Test
    void platformsAreKeptApart() {
        fleet.files.image(fleet.image, "1.0.0", "FROM scratch\nCOPY Dockerfile /\n");

        fleet.succeeds("build", "--platform", "linux/amd64,linux/arm64");
        assertThat(fleet.statistics().path("images").path(0).path("manifests").asInt())
                .isEqualTo(2);

        fleet.rebuild("--platform", "linux/arm64");
        assertThat(fleet.log("1.0.0")).containsOnlyOnce(IMPORT).contains("CACHED");
    }

    @Test
    void withoutCacheStepsRunAndAreLeftForOthers() {
        fleet.succeeds("build");
        String digest = fleet.digest("1.0.0");

        fleet.rebuild("--no-cache");
        assertThat(fleet.log("1.0.0")).contains(EXPORT).doesNotContain(IMPORT, "CACHED");
        String newer = fleet.digest("1.0.0");
        assertThat(newer).isNotEqualTo(digest);

        fleet.rebuild();
        assertThat(fleet.digest("1.0.0")).isEqualTo(newer);
    }

    @Test
    void switchedOffNothingIsStartedAndSaid() {
        fleet.files.file(".image-manager.yml", "cache: false\n");

        Result result = fleet.succeeds("build");

        assertThat(result.errors()).contains("started buildkitd").doesNotContain("garage", "note:");
        assertThat(fleet.log("1.0.0")).doesNotContain(IMPORT, EXPORT);
        assertThat(fleet.program().run("cache", "stats"))
                .returns(2, Result::exitCode)
                .extracting(Result::errors)
                .asString()
                .contains("the layer cache is switched off");
    }

    @Test
    void twoBuildsSayOnceThatNothingAnswersAndGoOn() {
        fleet.files.image(fleet.image + "-other", "1", "FROM scratch\nCOPY Dockerfile /\n");

        Result result = FleetWithCache.succeeds(fleet.program()
                .with("IMAGE_MANAGER_CACHE_ENDPOINT", "http://127.0.0.1:9")
                .with("IMAGE_MANAGER_CACHE_ACCESS_KEY", "a")
                .with("IMAGE_MANAGER_CACHE_SECRET_KEY", "hunter2")
                .run("build"));

        assertThat(result.output()).contains("2 ok");
        assertThat(result.errors())
                .containsOnlyOnce("note: builds go on without the layer cache: the layer cache at http://127.0.0.1:9,"
                        + " bucket buildkit-cache cannot be reached: Connection refused")
                .containsOnlyOnce("note:")
                .doesNotContain("hunter2", "Exception");
        assertThat(fleet.log("1.0.0")).doesNotContain(IMPORT);
    }

    @Test
    void wrongKeysAndMissingBucketsAreSaid() {
        fleet.succeeds("services", "up", "garage");
        String endpoint = fleet.credentials().path("endpoint").asText();

        Result wrongKey = FleetWithCache.succeeds(fleet.withConfiguredCache(endpoint, "buildkit-cache", "0".repeat(64))
                .run("build"));
        assertThat(wrongKey.errors())
                .containsOnlyOnce("note:")
                .contains(
                        "builds go on without the layer cache",
                        "rejected the request: HTTP status 403",
                        "correct cache.access_key");

        Result noBucket =
                FleetWithCache.succeeds(fleet.withConfiguredCache(endpoint, "no-such-bucket", fleet.secretKey())
                        .run("build", "--force"));
        assertThat(noBucket.errors())
                .contains("rejected the request: HTTP status 404, NoSuchBucket", "create the bucket");
    }

    @Test
    void aKeyThatMayOnlyReadIsUsedForThat() {
        fleet.succeeds("build");
        String digest = fleet.digest("1.0.0");
        String endpoint = fleet.credentials().path("endpoint").asText();
        String bucket = fleet.administer("GetBucketInfo?globalAlias=buildkit-cache")
                .path("id")
                .asText();
        fleet.administer(
                "DenyBucketKey",
                "{\"bucketId\":\"" + bucket + "\",\"accessKeyId\":\"" + fleet.accessKey()
                        + "\",\"permissions\":{\"write\":true}}");
        fleet.forget();

        Result result = FleetWithCache.succeeds(fleet.withConfiguredCache(endpoint, "buildkit-cache", fleet.secretKey())
                .run("build", "--force"));

        assertThat(result.errors()).containsOnlyOnce("note:").contains("do not allow writing");
        assertThat(fleet.log("1.0.0")).contains(IMPORT).doesNotContain(EXPORT);
        assertThat(fleet.digest("1.0.0")).isEqualTo(digest);
    }

    @Test
    void aBuilderOfSomebodyElseNeedsTheKeys() {
        fleet.succeeds("services", "up", "garage");
        Program elsewhere = fleet.withConfiguredCache(
                        fleet.credentials().path("endpoint").asText(), "buildkit-cache", fleet.secretKey())
                .with("IMAGE_MANAGER_SERVICES_BUILDKITD_MODE", null)
                .with("BUILDKIT_HOST", System.getenv("BUILDKIT_HOST"))
                .with("IMAGE_MANAGER_SERVICES_REGISTRY_MODE", null)
                .with("IMAGE_MANAGER_BUILD_REGISTRY", System.getenv("IMAGE_MANAGER_BUILD_REGISTRY"));

        Result result = FleetWithCache.succeeds(elsewhere.run("build"));

        assertThat(result.errors())
                .containsOnlyOnce("note:")
                .contains(
                        "builds go on without the layer cache",
                        "the BuildKit daemon at " + System.getenv("BUILDKIT_HOST")
                                + " needs the cache's keys in its environment, as AWS_ACCESS_KEY_ID");
    }

    @Test
    void garageMayEndWhileABuildRuns() {
        fleet.keepGarageToItself();
        fleet.succeeds("services", "up", "registry", "garage", "buildkitd");
        fleet.files.image(fleet.image, "1.0.0", "FROM debian:bookworm-slim\nRUN sleep 5\n");

        try (Program.Running running = fleet.program().start("build")) {
            running.awaitErrors("RUN sleep");
            Tool.run("kill", "-KILL", Long.toString(fleet.pidOf("garage")));
            Result result = FleetWithCache.succeeds(running.await());
            assertThat(result.errors())
                    .containsOnlyOnce("note: builds go on without the layer cache: ")
                    .contains("connection refused", "check that the BuildKit daemon at unix://");
        }
        assertThat(fleet.rebuild().errors()).contains("started garage (process").doesNotContain("note:");
    }

    @Test
    void layersThatAreListedButLostDoNotFailABuild() {
        fleet.succeeds("build");
        for (Path block : fleet.files.all(".buildkit/garage/data/blocks").toList()) {
            if (Files.isRegularFile(block) && !block.endsWith("garage-marker")) {
                assertThat(block.toFile().delete()).isTrue();
            }
        }

        Result result = fleet.rebuild();

        assertThat(result.errors())
                .containsOnlyOnce("note: a build needed layers that are missing in the layer cache")
                .contains("cache prune --older-than 0s");
        fleet.succeeds("cache", "prune", "--older-than", "0s");
        fleet.rebuild();
        assertThat(fleet.rebuild().errors()).doesNotContain("note:");
        assertThat(fleet.log("1.0.0")).contains(FleetWithCache.RANDOM.strip() + " CACHED");
    }
}
