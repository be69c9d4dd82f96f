package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.nio.file.Path;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the settings of the layer cache start, and what is said when they are wrong: buildkitd gets the keys when it starts. */
@ExtendWith({RealTools.class, RealGarage.class})
class LayerCacheSettingsIT {

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
        fleet.files.image(fleet.image, "1.0.0", "FROM scratch\nCOPY Dockerfile /\n");
    }

    @AfterEach
    void stop() {
        fleet.stop();
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
                .containsOnlyOnce(
                        "note: builds continue without the layer cache: the layer cache at http://127.0.0.1:9,"
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
                        "builds continue without the layer cache",
                        "rejected the request: HTTP status 403",
                        "correct cache.access_key");

        Result noBucket =
                FleetWithCache.succeeds(fleet.withConfiguredCache(endpoint, "no-such-bucket", fleet.secretKey())
                        .run("build", "--force"));
        assertThat(noBucket.errors())
                .contains("rejected the request: HTTP status 404, NoSuchBucket", "create the bucket");
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
                        "builds continue without the layer cache",
                        "the BuildKit daemon at " + System.getenv("BUILDKIT_HOST")
                                + " needs the cache's keys in its environment, as AWS_ACCESS_KEY_ID");
    }
}
