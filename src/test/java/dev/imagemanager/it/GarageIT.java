package dev.imagemanager.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemanager.it.Program.Result;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A Garage of the fleet's own, and what can be lost of it: each test leaves it running, and with all that it had. */
@ExtendWith({RealTools.class, RealGarage.class})
@TestInstance(Lifecycle.PER_CLASS)
class GarageIT {

    private static final String BUCKET = "GetBucketInfo?globalAlias=buildkit-cache";

    @TempDir
    static Path directory;

    private FleetWithCache fleet;

    @BeforeAll
    void startGarage() {
        fleet = new FleetWithCache(directory);
        up();
    }

    @AfterAll
    void stop() {
        fleet.stop();
    }

    private Result up() {
        return fleet.succeeds("services", "up", "garage");
    }

    /** That it can be used, which takes the bucket, the key and its rights. The program has no part in it: it would mend. */
    private void assertUsable() {
        try (S3Client client = S3Client.builder()
                .endpointOverride(
                        URI.create(fleet.credentials().path("endpoint").asText()))
                .region(Region.of(fleet.credentials().path("region").asText()))
                .forcePathStyle(true)
                // Garage does not support the newer ones.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(fleet.accessKey(), fleet.secretKey())))
                // It would not end before the connection is closed.
                .overrideConfiguration(configuration -> configuration.putHeader("Connection", "close"))
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            client.putObject(
                    request -> request.bucket("buildkit-cache").key("test"), RequestBody.fromString("content"));
            assertThat(client.getObjectAsBytes(
                                    request -> request.bucket("buildkit-cache").key("test"))
                            .asUtf8String())
                    .isEqualTo("content");
            client.deleteObject(request -> request.bucket("buildkit-cache").key("test"));
        }
    }

    @Test
    void itIsForThisUserOfThisMachineOnly() throws IOException {
        assertThat(up().output()).containsPattern("garage +process +running +http://127.0.0.1:\\d+\n");

        assertUsable();
        assertThat(fleet.statistics().path("bucket").asText()).isEqualTo("buildkit-cache");
        for (String secret : List.of("credentials.json", "admin_token", "rpc_secret")) {
            assertThat(Files.getPosixFilePermissions(directory.resolve(".buildkit/garage/" + secret)))
                    .as(secret)
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(Tool.run("ps", "-eo", "args"))
                .doesNotContain(
                        fleet.secretKey(),
                        fleet.files.read(".buildkit/garage/admin_token").strip());
    }

    @Test
    @EnabledIfSystemProperty(named = "user.name", matches = "root")
    void anotherUserNeedsItsKeys() {
        ServiceProbe garage = ServiceProbe.of("garage", fleet.pidOf("garage"));

        garage.assertNoVariableOfTheCaller();
        garage.assertNoSocketWithoutFile();
        assertThat(garage.ports()).hasSize(3).allMatch(address -> address.startsWith("127.0.0.1:"));
        for (String address : garage.ports()) {
            int port = Integer.parseInt(address.replaceFirst(".*:", ""));
            // Longer than the greeting that other nodes send, which is waited for.
            assertThat(ServiceProbe.asAnotherUser(port, "/v2/ListKeys?" + "x".repeat(500)))
                    .as(address)
                    .matches("|HTTP/1.1 403 Forbidden[\\s\\S]*")
                    .doesNotContain(fleet.secretKey());
        }
        assertThat(ServiceProbe.asAnotherUser(
                        URI.create(fleet.credentials().path("endpoint").asText())
                                .getPort(),
                        "/buildkit-cache"))
                .startsWith("HTTP/1.1 403 Forbidden");
        ServiceProbe.assertSecret(directory.resolve(".buildkit/garage/credentials.json"));
    }

    @Test
    void upTwiceChangesNothing() {
        String before = fleet.files.read(".buildkit/garage/credentials.json");

        assertThat(up().errors()).isEmpty();

        assertThat(fleet.files.read(".buildkit/garage/credentials.json")).isEqualTo(before);
        assertThat(fleet.administer("ListKeys")).hasSize(1);
        assertThat(fleet.administer("ListBuckets")).hasSize(1);
        assertThat(fleet.administer("GetClusterLayout").path("version").asInt()).isEqualTo(1);
    }

    @Test
    void lostCredentialsAreReadFromGarage() {
        String key = fleet.accessKey();
        String secret = fleet.secretKey();
        fleet.files.remove(".buildkit/garage/credentials.json");

        up();
        assertThat(fleet.accessKey()).isEqualTo(key);
        assertThat(fleet.secretKey()).isEqualTo(secret);

        fleet.succeeds("services", "down");
        fleet.files.remove(".buildkit/garage/credentials.json");
        up();
        assertThat(fleet.secretKey()).isEqualTo(secret);
        assertUsable();
    }

    @Test
    void damagedCredentialsAreMended() {
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
        String key = fleet.accessKey();
        fleet.administer("DeleteKey?id=" + key, "");

        up();

        assertThat(fleet.accessKey()).isNotEqualTo(key);
        assertUsable();
    }

    @Test
    void aLostBucketIsMadeAnew() {
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
        String bucket = fleet.administer(BUCKET).path("id").asText();
        fleet.administer(
                "DenyBucketKey",
                "{\"bucketId\":\"" + bucket + "\",\"accessKeyId\":\"" + fleet.accessKey()
                        + "\",\"permissions\":{\"write\":true}}");

        up();

        assertThat(fleet.administer(BUCKET).path("keys"))
                .filteredOn(key -> key.path("accessKeyId").asText().equals(fleet.accessKey()))
                .singleElement()
                .satisfies(
                        key -> assertThat(key.path("permissions").path("write").asBoolean())
                                .isTrue());
    }

    @Test
    void withoutItsDataTheSameKeyOpensAnEmptyStore() {
        String secret = fleet.secretKey();
        fleet.succeeds("services", "down");
        fleet.files.remove(".buildkit/garage/data");

        up();

        assertThat(fleet.secretKey()).isEqualTo(secret);
        assertUsable();
    }

    @Test
    void withoutItsSecretsItStartsWithOthers() {
        String key = fleet.accessKey();
        fleet.succeeds("services", "down");
        fleet.files.remove(".buildkit/garage/admin_token");
        fleet.files.remove(".buildkit/garage/rpc_secret");

        up();

        assertThat(fleet.accessKey()).isEqualTo(key);
        assertUsable();
    }

    @Test
    void oneThatRunsWithASecretThatNobodyKnowsAnyMoreIsStartedAnew() {
        String key = fleet.accessKey();
        String address = fleet.files.read(".buildkit/garage/admin_address");
        fleet.files.remove(".buildkit/garage/admin_token");

        assertThat(up().errors()).contains("started garage");
        assertThat(fleet.files.read(".buildkit/garage/log.last")).doesNotContain("connections still open");
        assertThat(fleet.files.read(".buildkit/garage/admin_address")).isNotEqualTo(address);
        assertThat(fleet.accessKey()).isEqualTo(key);
        assertUsable();

        fleet.files.file(".buildkit/garage/admin_token", "0".repeat(64));
        assertThat(up().errors()).contains("started garage");
        assertThat(fleet.files.read(".buildkit/garage/log.last")).doesNotContain("connections still open");
        assertThat(fleet.accessKey()).isEqualTo(key);
        assertUsable();
    }

    @Test
    void whenAllIsLostItBeginsAnew() {
        String key = fleet.accessKey();
        fleet.succeeds("services", "down");
        fleet.files.remove(".buildkit/garage");

        up();

        assertThat(fleet.accessKey()).isNotEqualTo(key);
        assertUsable();
    }
}
