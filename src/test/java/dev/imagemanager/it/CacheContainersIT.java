package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The layer cache with Garage, BuildKit and registry in containers of the images with the official names. Services and the
 * image are the same for all tests: each finds its steps in the cache, and leaves them there.
 */
@ExtendWith({RealTools.class, ServiceImages.class, GarageImage.class})
@ResourceLock(RealTools.DOCKER)
@TestInstance(Lifecycle.PER_CLASS)
class CacheContainersIT {

    private static final String CACHED = "COPY Dockerfile / CACHED";

    @TempDir
    static Path directory;

    private FleetWithCache fleet;
    private String network;

    @BeforeAll
    void theFirstBuildLeavesItsLayers() {
        fleet = new FleetWithCache(directory);
        fleet.files.image(fleet.image, "1.0.0", "FROM scratch\nCOPY Dockerfile /\n");
        network = "host";

        Result cold = succeeds("build");

        assertThat(cold.errors()).contains("started garage (container, http://127.0.0.1:");
        assertThat(fleet.log("1.0.0")).contains("exporting cache").doesNotContain("CACHED");
    }

    @AfterAll
    void leaveNothing() {
        succeeds("services", "down", "--volumes");
        assertThat(objects("ps", "--all")).isEmpty();
        assertThat(objects("volume", "ls")).isEmpty();
        assertThat(objects("network", "ls")).isEmpty();
    }

    private Program program() {
        return fleet.program()
                .with("DOCKER_HOST", System.getenv("DOCKER_HOST"))
                .with("IMAGE_MANAGER_MIRRORS", null)
                .with("IMAGE_MANAGER_SERVICES_REGISTRY_MODE", "container")
                .with("IMAGE_MANAGER_SERVICES_GARAGE_MODE", "container")
                .with("IMAGE_MANAGER_SERVICES_BUILDKITD_MODE", "container")
                .with("IMAGE_MANAGER_SERVICES_BUILDKITD_NETWORK", network)
                .with("IMAGE_MANAGER_ALLOW", "host-network");
    }

    private Result succeeds(String... arguments) {
        return FleetWithCache.succeeds(program().run(arguments));
    }

    private String fleetId() {
        return Tool.run(
                "sh", "-c", "printf %s \"$(realpath '" + directory + "')/.buildkit\" | sha256sum | cut -c 1-12");
    }

    private List<String> objects(String... command) {
        String[] all = new String[command.length + 4];
        all[0] = "docker";
        System.arraycopy(command, 0, all, 1, command.length);
        all[command.length + 1] = "--quiet";
        all[command.length + 2] = "--filter";
        all[command.length + 3] = "label=dev.imagemanager.fleet=" + fleetId();
        return Tool.lines(all);
    }

    private String container(String service) {
        return "image-manager-" + fleetId() + "-" + service;
    }

    /** From here on buildkitd is in this network. What it built there is in the cache again. */
    private void moveBuildkitdTo(String value) {
        if (!value.equals(network)) {
            succeeds("services", "down", "buildkitd");
            network = value;
            succeeds("build", "--force", "--no-cache");
            assertThat(fleet.log("1.0.0")).contains("exporting cache").doesNotContain("CACHED");
        }
    }

    private void buildWarm() {
        fleet.forget();
        Result warm = succeeds("build", "--force");
        assertThat(warm.errors()).doesNotContain("note: builds go on");
        assertThat(fleet.log("1.0.0")).contains(CACHED);
    }

    @Test
    void stepsComeBackFromGarageInTheMachinesNetwork() {
        moveBuildkitdTo("host");

        buildWarm();

        assertThat(Tool.run("docker", "port", container("garage")).lines())
                .hasSize(2)
                .allMatch(line -> line.contains("-> 127.0.0.1:"));
        assertThat(Tool.run("docker", "inspect", container("garage"), container("buildkitd")))
                .doesNotContain(fleet.secretKey());
    }

    @Test
    void stepsComeBackFromGarageInANetworkOfTheirOwn() {
        moveBuildkitdTo("private");
        assertGarageWantsItsKeys();
        assertThat(Tool.run("docker", "inspect", "--format", "{{.HostConfig.NetworkMode}}", container("buildkitd")))
                .isEqualTo("image-manager-" + fleetId());

        buildWarm();
    }

    /** The kernel tells only root. */
    private void assertGarageWantsItsKeys() {
        if (!System.getProperty("user.name").equals("root")) {
            return;
        }
        ServiceProbe garage = ServiceProbe.ofContainer("garage", container("garage"));
        ServiceProbe buildkitd = ServiceProbe.ofContainer("buildkitd", container("buildkitd"));
        garage.assertNoVariableOfTheCaller();
        garage.assertNoSocketWithoutFile();
        buildkitd.assertNoVariableOfTheCaller();
        assertThat(garage.ports()).containsExactly("0.0.0.0:3900", "0.0.0.0:3903", "127.0.0.1:3901");
        String address = Tool.run(
                "docker",
                "inspect",
                "--format",
                "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
                container("garage"));
        int published =
                URI.create(fleet.credentials().path("endpoint").asText()).getPort();
        assertThat(ServiceProbe.asAnotherUser(published, "/buildkit-cache")).startsWith("HTTP/1.1 403 Forbidden");
        assertThat(buildkitd.asStepBeside(address, 3900, "/buildkit-cache")).startsWith("HTTP/1.1 403 Forbidden");
        assertThat(buildkitd.asStepBeside(address, 3903, "/v2/ListKeys")).startsWith("HTTP/1.1 403 Forbidden");
        ServiceProbe.assertSecret(directory.resolve(".buildkit/garage/credentials.json"));
    }

    @Test
    void aRemovedContainerComesBackWithWhatItHeld() {
        String secret = fleet.secretKey();
        Tool.run("docker", "rm", "--force", container("garage"));

        buildWarm();

        assertThat(fleet.secretKey()).isEqualTo(secret);
    }

    @Test
    void withoutItsVolumeTheSameKeyOpensAnEmptyStore() {
        String secret = fleet.secretKey();
        succeeds("services", "down", "garage", "buildkitd");
        Tool.run("docker", "volume", "rm", container("garage"));

        assertThat(succeeds("cache", "stats").output()).contains("0 objects");
        assertThat(fleet.secretKey()).isEqualTo(secret);
        assertThat(succeeds("build", "--force").errors()).doesNotContain("note: builds go on");
        buildWarm();
    }

    @Test
    void withoutItsCredentialsAllThatItHeldIsThere() throws IOException {
        String secret = fleet.secretKey();
        succeeds("services", "down", "garage", "buildkitd");
        Files.delete(directory.resolve(".buildkit/garage/credentials.json"));

        assertThat(succeeds("cache", "stats").output()).contains(fleet.image + " ", "2 objects");
        assertThat(fleet.secretKey()).isEqualTo(secret);
        succeeds("build", "--force");
    }
}
