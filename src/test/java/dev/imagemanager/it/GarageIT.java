package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A Garage of the fleet's own, and what can be lost of it. */
@ExtendWith({RealTools.class, RealGarage.class})
class GarageIT {

    private static final String BUCKET = "GetBucketInfo?globalAlias=buildkit-cache";

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

    private Result up() {
        return fleet.succeeds("services", "up", "garage");
    }

    /** That it can be used, which takes the bucket, the key and its rights. */
    private void assertUsable() {
        assertThat(fleet.statistics().path("bucket").asText()).isEqualTo("buildkit-cache");
    }

    private void remove(String path) {
        List<Path> deepestFirst =
                fleet.files.all(path).sorted(Comparator.reverseOrder()).toList();
        for (Path file : deepestFirst) {
            assertThat(file.toFile().delete()).as(file.toString()).isTrue();
        }
    }

    @Test
    void itIsForThisUserOfThisMachineOnly() throws IOException {
        assertThat(up().output()).containsPattern("garage +process +running +http://127.0.0.1:\\d+\n");

        assertUsable();
        for (String secret : List.of("credentials.json", "admin_token", "rpc_secret")) {
            assertThat(Files.getPosixFilePermissions(directory.resolve(".buildkit/garage/" + secret)))
                    .as(secret)
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(Tool.lines("ss", "-Hltnp").stream()
                        .filter(line -> line.contains("pid=" + fleet.pidOf("garage") + ","))
                        .map(line -> line.split(" +")[3]))
                .hasSize(3)
                .allMatch(address -> address.startsWith("127.0.0.1:"));
        assertThat(Tool.run("ps", "-eo", "args"))
                .doesNotContain(
                        fleet.secretKey(),
                        fleet.files.read(".buildkit/garage/admin_token").strip());
    }

    @Test
    void upTwiceChangesNothing() {
        up();
        String before = fleet.files.read(".buildkit/garage/credentials.json");

        assertThat(up().errors()).isEmpty();

        assertThat(fleet.files.read(".buildkit/garage/credentials.json")).isEqualTo(before);
        assertThat(fleet.administer("ListKeys")).hasSize(1);
        assertThat(fleet.administer("ListBuckets")).hasSize(1);
        assertThat(fleet.administer("GetClusterLayout").path("version").asInt()).isEqualTo(1);
    }

    @Test
    void lostCredentialsAreReadFromGarage() {
        up();
        String key = fleet.accessKey();
        String secret = fleet.secretKey();
        remove(".buildkit/garage/credentials.json");

        up();
        assertThat(fleet.accessKey()).isEqualTo(key);
        assertThat(fleet.secretKey()).isEqualTo(secret);

        fleet.succeeds("services", "down");
        remove(".buildkit/garage/credentials.json");
        up();
        assertThat(fleet.secretKey()).isEqualTo(secret);
        assertUsable();
    }

    @Test
    void damagedCredentialsAreMended() {
        up();
        String secret = fleet.secretKey();
        fleet.files.file(
                ".buildkit/garage/credentials.json",
                fleet.files.read(".buildkit/garage/credentials.json").replace(secret, "0".repeat(64)));

        up();

        assertThat(fleet.secretKey()).isEqualTo(secret);
        assertUsable();
    }

    @Test
    void aLostKeyIsReplaced() {
        up();
        String key = fleet.accessKey();
        fleet.administer("DeleteKey?id=" + key, "");

        up();

        assertThat(fleet.accessKey()).isNotEqualTo(key);
        assertUsable();
    }

    @Test
    void aLostBucketIsMadeAnew() {
        up();
        String key = fleet.accessKey();
        String bucket = fleet.administer(BUCKET).path("id").asText();
        fleet.administer("DeleteBucket?id=" + bucket, "");

        up();

        assertThat(fleet.administer(BUCKET).path("id").asText()).isNotEqualTo(bucket);
        assertThat(fleet.accessKey()).isEqualTo(key);
        assertUsable();
    }

    @Test
    void lostRightsAreGivenAgain() {
        up();
        String bucket = fleet.administer(BUCKET).path("id").asText();
        fleet.administer(
                "DenyBucketKey",
                "{\"bucketId\":\"" + bucket + "\",\"accessKeyId\":\"" + fleet.accessKey()
                        + "\",\"permissions\":{\"write\":true}}");

        up();

        assertThat(fleet.administer(BUCKET)
                        .path("keys")
                        .path(0)
                        .path("permissions")
                        .path("write")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void withoutItsDataTheSameKeyOpensAnEmptyStore() {
        up();
        String secret = fleet.secretKey();
        fleet.succeeds("services", "down");
        remove(".buildkit/garage/data");

        up();

        assertThat(fleet.secretKey()).isEqualTo(secret);
        assertUsable();
    }

    @Test
    void withoutItsSecretsItStartsWithOthers() {
        up();
        String key = fleet.accessKey();
        fleet.succeeds("services", "down");
        remove(".buildkit/garage/admin_token");
        remove(".buildkit/garage/rpc_secret");

        up();

        assertThat(fleet.accessKey()).isEqualTo(key);
        assertUsable();
    }

    @Test
    void oneThatRunsWithASecretThatNobodyKnowsAnyMoreIsStartedAnew() {
        up();
        String key = fleet.accessKey();
        String address = fleet.files.read(".buildkit/garage/admin_address");
        remove(".buildkit/garage/admin_token");

        assertThat(up().errors()).contains("started garage");
        assertThat(fleet.files.read(".buildkit/garage/admin_address")).isNotEqualTo(address);
        assertThat(fleet.accessKey()).isEqualTo(key);
        assertUsable();

        fleet.files.file(".buildkit/garage/admin_token", "0".repeat(64));
        assertThat(up().errors()).contains("started garage");
        assertThat(fleet.accessKey()).isEqualTo(key);
        assertUsable();
    }

    @Test
    void whenAllIsLostItBeginsAnew() {
        up();
        String key = fleet.accessKey();
        fleet.succeeds("services", "down");
        remove(".buildkit/garage");

        up();

        assertThat(fleet.accessKey()).isNotEqualTo(key);
        assertUsable();
    }

    @Test
    void whenItWasKilledItComesBackAtTheSamePlace() {
        fleet.keepGarageToItself();
        String address = up().output();
        Tool.run("kill", "-KILL", Long.toString(fleet.pidOf("garage")));

        assertThat(up().output()).isEqualTo(address);
        assertUsable();
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
            assertThat(built.errors()).containsOnlyOnce("note: builds go on without the layer cache: " + message);
        }
    }

    @Test
    void downWithVolumesRemovesWhatServicesKeptAndNothingElse() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        fleet.files.file("elsewhere/precious", "mine").file(".buildkit/other/precious", "mine too");
        fleet.succeeds("services", "up", "registry", "garage");
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
