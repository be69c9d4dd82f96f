package dev.imagemanager.infra.registry;

import static dev.imagemanager.infra.http.ScriptedServer.cut;
import static dev.imagemanager.infra.http.ScriptedServer.half;
import static dev.imagemanager.infra.http.ScriptedServer.status;
import static dev.imagemanager.infra.http.ScriptedServer.text;
import static dev.imagemanager.infra.registry.TestRegistry.bytes;
import static dev.imagemanager.infra.registry.TestRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.infra.http.ScriptedServer;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.reference.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RepositoryBlobsTest {

    private static final String CONTENT = "layer";
    private static final Digest DIGEST = digest(CONTENT);
    private static final String ENCODED = URLEncoder.encode(DIGEST.toString(), StandardCharsets.UTF_8);
    private static final String BLOB = "/v2/team/app/blobs/" + DIGEST;
    private static final String UPLOADS = "/v2/team/app/blobs/uploads/";
    private static final String MOUNT = UPLOADS + "?mount=" + ENCODED + "&from=team%2Fbase";
    private static final Supplier<InputStream> SOURCE = () -> new ByteArrayInputStream(bytes(CONTENT));

    @TempDir
    Path root;

    private TestRegistry test;

    @BeforeEach
    void start() {
        test = new TestRegistry(root);
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private RepositoryBlobs blobs() {
        return test.repository().blobs();
    }

    private void put() throws IOException, InterruptedException {
        blobs().put(DIGEST, CONTENT.length(), SOURCE);
    }

    private byte[] copy() throws IOException, InterruptedException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        assertThat(blobs().copy(DIGEST, target)).isEqualTo(target.size());
        return target.toByteArray();
    }

    @Test
    void whetherABlobIsThereIsTold() throws IOException, InterruptedException {
        test.server.on("HEAD " + BLOB, status(200));

        assertThat(blobs().has(DIGEST)).isTrue();
        assertThat(blobs().has(digest("other"))).isFalse();
    }

    @Test
    void aSmallBlobIsReadAsAWhole() throws IOException, InterruptedException {
        test.server.on("GET " + BLOB, text(200, CONTENT), text(200, "longer"), text(200, "LAYER"));

        assertThat(blobs().read(Descriptor.of("x", DIGEST, 5))).isEqualTo(bytes(CONTENT));
        assertThatThrownBy(() -> blobs().read(Descriptor.of("x", DIGEST, 5)))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith(" is larger than 5 bytes");
        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(() -> blobs().read(Descriptor.of("x", DIGEST, 5)))
                .withMessageContaining("is damaged");
    }

    @Test
    void aBlobIsCopiedFromWhereTheRegistryKeepsIt() throws IOException, InterruptedException {
        try (ScriptedServer storage = ScriptedServer.start()) {
            storage.on("GET /bucket?signature=x", text(200, CONTENT));
            test.server.on("GET " + BLOB, status(307, "Location", storage.url("/bucket?signature=x")));

            assertThat(copy()).isEqualTo(bytes(CONTENT));
        }
    }

    @Test
    void aDamagedBlobIsNoticed() {
        test.server.on("GET " + BLOB, text(200, "LAYER"));

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(this::copy)
                .withMessage("team/app@" + DIGEST + " from " + test.server.host() + " is damaged: its digest is "
                        + digest("LAYER") + ", not " + DIGEST);
    }

    @Test
    void aMissingBlobIsSaid() {
        test.server.on(
                "GET " + BLOB, text(404, "{\"errors\":[{\"code\":\"BLOB_UNKNOWN\",\"message\":\"blob unknown\"}]}"));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(this::copy)
                .withMessageEndingWith("responded with HTTP status 404 for team/app@" + DIGEST + ": blob unknown");
    }

    @Test
    void aCopyThatHasNotBegunMayBeginAgain() throws IOException, InterruptedException {
        test.server.on("GET " + BLOB, status(503), cut(), text(200, CONTENT));

        assertThat(copy()).isEqualTo(bytes(CONTENT));
    }

    @Test
    void aCopyThatBreaksOffIsNotContinued() {
        test.server.on("GET " + BLOB, half(bytes("lay")), text(200, CONTENT));

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(this::copy)
                .withMessageContaining("team/app@" + DIGEST + " from " + test.server.host() + " cannot be copied: ");
        assertThat(test.server.calls()).hasSize(1);
    }

    @Test
    void aPlaceThatIsFullEndsTheCopy() {
        test.server.on("GET " + BLOB, text(200, CONTENT));
        OutputStream full = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("no space left on device");
            }
        };

        assertThatThrownBy(() -> blobs().copy(DIGEST, full)).hasMessageEndingWith("no space left on device");
    }

    @Test
    void aBlobThatIsThereIsNotSent() throws IOException, InterruptedException {
        test.server.on("HEAD " + BLOB, status(200));

        put();

        assertThat(test.server.calls()).containsExactly("HEAD " + BLOB);
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/team/app/blobs/uploads/1, '?'",
        "1, '?'",
        "?_state=a%2Fb, '&'",
        "/v2/team/app/blobs/uploads/1?_state=a%2Fb#part, '&'",
    })
    void aBlobIsSentToWhereTheRegistryWantsIt(String location, String separator)
            throws IOException, InterruptedException {
        test.server
                .on("POST " + UPLOADS, status(202, "Location", location))
                .on("PUT " + UPLOADS + "1", status(201))
                .on("PUT " + UPLOADS, status(201));

        put();

        String place = location.startsWith("/") ? location : UPLOADS + location;
        assertThat(test.server.last().call())
                .isEqualTo("PUT " + place.replace("#part", "") + separator + "digest=" + ENCODED);
        assertThat(test.server.last().text()).isEqualTo(CONTENT);
        assertThat(test.server.last().header("Content-Length")).hasValue("5");
        assertThat(test.server.last().header("Content-Type")).hasValue("application/octet-stream");
    }

    @Test
    void anEmptyBlobIsSent() throws IOException, InterruptedException {
        test.server.on("POST " + UPLOADS, status(202, "Location", "1")).on("PUT " + UPLOADS + "1", status(201));

        blobs().put(digest(""), 0, InputStream::nullInputStream);

        assertThat(test.server.last().text()).isEmpty();
    }

    @Test
    void aLargeBlobIsSentPartByPart() throws IOException, InterruptedException {
        byte[] large = new byte[5_000_000];
        test.server.on("POST " + UPLOADS, status(202, "Location", "1")).on("PUT " + UPLOADS + "1", status(201));

        blobs().put(DIGEST, large.length, () -> new ByteArrayInputStream(large));

        assertThat(test.server.last().body()).isEqualTo(large);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://[::1", "ftp://elsewhere/x", "http:///x", "%zz", "http://a b/", "http://localhost:x/"})
    void aLocationThatIsNotAnAddressIsSaid(String location) {
        test.server.on("POST " + UPLOADS, status(202, "Location", location));

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(this::put)
                .withMessage(
                        test.server.host() + " sent a Location header that is not a valid address: '" + location + "'");
    }

    @Test
    void aMissingLocationIsSaid() {
        test.server.on("POST " + UPLOADS, status(202));

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(this::put)
                .withMessage(test.server.host() + " sent no Location header for an upload of team/app@" + DIGEST);
    }

    @Test
    void contentIsNotSentOutOfTls() {
        try (TestRegistry secure = new TestRegistry(root, ScriptedServer.startWithTls())) {
            secure.server.on("POST " + UPLOADS, status(202, "Location", "http://" + secure.server.host() + "/1"));
            Registry registry = new Registry(
                    secure.server.host(),
                    "",
                    Optional.empty(),
                    Registry.Transport.TLS,
                    Optional.of(ScriptedServer.AUTHORITY));

            assertThatExceptionOfType(InvalidResponseException.class)
                    .isThrownBy(() -> secure.client
                            .repository(registry, "team/app")
                            .blobs()
                            .put(DIGEST, CONTENT.length(), SOURCE))
                    .withMessage(secure.server.host()
                            + " is reached over HTTPS, but its Location header for an upload begins with http:");
        }
    }

    @Test
    void aRefusedBlobIsSaid() {
        test.server
                .on("POST " + UPLOADS, status(202, "Location", "1"))
                .on("PUT " + UPLOADS + "1", text(400, "{\"errors\":[{\"code\":\"DIGEST_INVALID\"}]}"));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(this::put)
                .withMessageEndingWith("HTTP status 400 for team/app@" + DIGEST + ": DIGEST_INVALID");
    }

    @Test
    void contentThatCannotBeReadIsSaid() {
        test.server.on("POST " + UPLOADS, status(202, "Location", "1")).on("PUT " + UPLOADS + "1", status(201));

        assertThatThrownBy(() -> blobs().put(DIGEST, CONTENT.length(), InputStream::nullInputStream))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aBlobIsMounted() throws IOException, InterruptedException {
        test.server.on("POST " + MOUNT, status(201, "Location", BLOB));

        assertThat(blobs().mount(DIGEST, "team/base")).isTrue();

        assertThat(test.server.calls()).containsExactly("POST " + MOUNT);
    }

    @Test
    void whatIsNotMountedNeedNotBeWaitedFor() throws IOException, InterruptedException {
        test.server
                .on("POST " + MOUNT, status(202, "Location", UPLOADS + "1"))
                .on("DELETE " + UPLOADS + "1", status(500));

        assertThat(blobs().mount(DIGEST, "team/base")).isFalse();
        assertThat(test.server.calls()).containsExactly("POST " + MOUNT, "DELETE " + UPLOADS + "1");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 405})
    void aRegistryThatDoesNotMountIsNoFailure(int status) throws IOException, InterruptedException {
        test.server.on("POST " + MOUNT, status(status));

        assertThat(blobs().mount(DIGEST, "team/base")).isFalse();
    }

    @Test
    void aRegistryThatIsBusyMountsLater() throws IOException, InterruptedException {
        test.server.on("POST " + MOUNT, status(503), status(201));

        assertThat(blobs().mount(DIGEST, "team/base")).isTrue();
    }
}
