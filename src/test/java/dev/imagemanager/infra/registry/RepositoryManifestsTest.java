package dev.imagemanager.infra.registry;

import static dev.imagemanager.infra.http.ScriptedServer.status;
import static dev.imagemanager.infra.http.ScriptedServer.text;
import static dev.imagemanager.infra.registry.TestRegistry.bytes;
import static dev.imagemanager.infra.registry.TestRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemanager.infra.http.ScriptedServer;
import dev.imagemanager.infra.http.ScriptedServer.Answer;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.infra.oci.ImageIndex;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RepositoryManifestsTest {

    private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONTENT = "{\"mediaType\":\"" + TYPE + "\"}";
    private static final Digest DIGEST = digest(CONTENT);
    private static final String DIGEST_HEADER = "Docker-Content-Digest";
    private static final String BY_TAG = "/v2/team/app/manifests/1";
    private static final String BY_DIGEST = "/v2/team/app/manifests/" + DIGEST;

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

    private RepositoryManifests manifests() {
        return test.repository().manifests();
    }

    private static Answer manifest(String... headers) {
        return text(200, CONTENT, headers);
    }

    @Test
    void aTagStandsForADigest() throws IOException, InterruptedException {
        test.server.on("HEAD " + BY_TAG, status(200, DIGEST_HEADER, DIGEST.toString()));

        assertThat(manifests().digest("1")).hasValue(DIGEST);
        assertThat(manifests().digest("2")).isEmpty();
        assertThat(test.server.requests().get(0).header("Accept"))
                .hasValueSatisfying(types -> assertThat(types).contains(TYPE, ImageIndex.MEDIA_TYPE));
    }

    @Test
    void aRegistryThatDoesNotSayTheDigestIsAskedForTheContent() throws IOException, InterruptedException {
        test.server.on("HEAD " + BY_TAG, status(200)).on("GET " + BY_TAG, manifest());

        assertThat(manifests().digest("1")).hasValue(DIGEST);
    }

    /** Such as the login page of a network, or of a proxy. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            text/html; charset=utf-8 | <html> | its Content-Type is 'text/html'
            text/html | {"schemaVersion":2} | its Content-Type is 'text/html'
            application/vnd.oci.image.manifest.v1+json | <html> | it is not JSON
            application/vnd.oci.image.index.v1+json | [] | it is not a JSON object
            application/json | {"login":"required"} | it has neither the media type of one nor 'schemaVersion' 2
            application/json | {"schemaVersion":2,"mediaType":"text/x"} | it has neither the media type of one nor 'schemaVersion' 2
            | {"schemaVersion":1} | it has neither the media type of one nor 'schemaVersion' 2
            | <html> | it is not JSON
            """)
    void whatIsNotAManifestHasNoDigest(String type, String body, String reason) {
        String[] headers = type == null ? new String[0] : new String[] {"Content-Type", type};
        test.server.on("HEAD " + BY_TAG, status(200, headers)).on("GET " + BY_TAG, text(200, body, headers));

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> manifests().digest("1"), () -> manifests().find("1"))) {
            assertThatExceptionOfType(NotManifestException.class)
                    .isThrownBy(call)
                    .withMessage(
                            test.server.host() + " sent something for team/app:1 that is not a manifest: " + reason)
                    .satisfies(failure -> assertThat(Retries.isOutage(failure)).isTrue());
        }
        assertThat(test.pauses).isEmpty();
    }

    @Test
    void aPageIsNotAManifestAlsoWithADigest() {
        test.server.on("HEAD " + BY_TAG, status(200, DIGEST_HEADER, DIGEST.toString(), "Content-Type", "text/html"));

        assertThatExceptionOfType(NotManifestException.class)
                .isThrownBy(() -> manifests().digest("1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            application/json | {"schemaVersion":2,"config":{}} | application/vnd.oci.image.manifest.v1+json
            | {"schemaVersion":2,"manifests":[{}]} | application/vnd.oci.image.index.v1+json
            application/json | {"mediaType":"application/vnd.docker.distribution.manifest.v2+json"} | application/vnd.docker.distribution.manifest.v2+json
            Application/VND.oci.image.index.v1+JSON | {"manifests":[{}]} | application/vnd.oci.image.index.v1+json
            """)
    void aManifestIsKnownByItsContentToo(String type, String body, String mediaType)
            throws IOException, InterruptedException {
        String[] headers = type == null ? new String[0] : new String[] {"Content-Type", type};
        test.server.on("HEAD " + BY_TAG, status(200, headers)).on("GET " + BY_TAG, text(200, body, headers));

        assertThat(manifests().digest("1")).hasValue(digest(body));
        assertThat(manifests().find("1").orElseThrow().mediaType()).isEqualTo(mediaType);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anIndexWithoutImagesIsNotAnImage(boolean hasDigest) throws IOException, InterruptedException {
        String index = "{\"schemaVersion\":2,\"mediaType\":\"" + ImageIndex.MEDIA_TYPE + "\",\"manifests\":[]}";
        String[] type = {"Content-Type", ImageIndex.MEDIA_TYPE};
        test.server
                .on("HEAD " + BY_TAG, exchange -> {
                    exchange.getResponseHeaders().add("Content-Length", Integer.toString(index.length()));
                    if (hasDigest) {
                        exchange.getResponseHeaders()
                                .add(DIGEST_HEADER, digest(index).toString());
                    }
                    status(200, type).give(exchange);
                })
                .on("GET " + BY_TAG, text(200, index, type));

        assertThatExceptionOfType(NotManifestException.class)
                .isThrownBy(() -> manifests().digest("1"))
                .withMessageEndingWith("it is an index without images");
        assertThat(manifests().find("1")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256:1", "latest", ""})
    void aDigestThatIsNotOneIsSaid(String header) {
        test.server.on("HEAD " + BY_TAG, status(200, DIGEST_HEADER, header));

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(() -> manifests().digest("1"))
                .withMessage(test.server.host()
                        + " answered with a Docker-Content-Digest header that is not a valid digest for team/app:1: '"
                        + header + "'");
    }

    @Test
    void contentIsReadByTagAndByDigest() throws IOException, InterruptedException {
        test.server
                .on("GET " + BY_TAG, manifest("Content-Type", TYPE, DIGEST_HEADER, DIGEST.toString()))
                .on("GET " + BY_DIGEST, manifest("Content-Type", TYPE + "; charset=utf-8"));

        for (Optional<Manifest> found :
                java.util.List.of(manifests().find("1"), manifests().find(DIGEST))) {
            assertThat(found).hasValueSatisfying(manifest -> {
                assertThat(manifest.content()).isEqualTo(bytes(CONTENT));
                assertThat(manifest.descriptor()).isEqualTo(Descriptor.of(TYPE, DIGEST, CONTENT.length()));
            });
        }
        assertThat(manifests().find("2")).isEmpty();
        assertThat(manifests().find(digest("other"))).isEmpty();
    }

    @Test
    void whatItIsMayStandInTheContentAlone() throws IOException, InterruptedException {
        test.server.on("GET " + BY_TAG, manifest());

        assertThat(manifests().find("1").orElseThrow().mediaType()).isEqualTo(TYPE);
    }

    @Test
    void contentOfAnotherDigestIsDamaged() {
        test.server.on("GET " + BY_DIGEST, text(200, "{}"));

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(() -> manifests().find(DIGEST))
                .withMessage("team/app@" + DIGEST + " from " + test.server.host() + " is damaged: its digest is "
                        + digest("{}") + ", not " + DIGEST);
        assertThat(test.pauses).isEmpty();
    }

    @Test
    void contentOfAnotherDigestThanTheRegistrySaysIsDamaged() {
        test.server.on("GET " + BY_TAG, text(200, "{}", DIGEST_HEADER, DIGEST.toString()));

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(() -> manifests().find("1"))
                .withMessageContaining("team/app:1 from " + test.server.host() + " is damaged");
    }

    @Test
    void anAnswerAboutSomethingElseIsRefused() {
        test.server.on(
                "GET " + BY_DIGEST, text(200, "{}", DIGEST_HEADER, digest("{}").toString()));

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(() -> manifests().find(DIGEST))
                .withMessage(test.server.host() + " responded with " + digest("{}") + " for team/app@" + DIGEST);
    }

    @Test
    void sha512IsVerifiedToo() throws IOException, InterruptedException {
        Digest sha512 = Digest.parse(
                "sha512:27c74670adb75075fad058d5ceaf7b20c4e7786c83bae8a32f626f9782af34c9a33c2046ef60fd2a7878d378e29fec851806bbd9a67878f3a9f1cda4830763fd");
        test.server.on("GET /v2/team/app/manifests/" + sha512, text(200, "{}"), text(200, "{ }"));

        assertThat(manifests().find(sha512)).isPresent();
        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(() -> manifests().find(sha512));
    }

    @Test
    void aManifestWithoutEndIsRefused() {
        test.server.on("GET " + BY_TAG, ScriptedServer.bytes(200, new byte[(4 << 20) + 1]));

        assertThatThrownBy(() -> manifests().find("1"))
                .isInstanceOf(IOException.class)
                .hasMessage("the response is larger than 4 MiB, the limit of image-manager");
    }

    @Test
    void aManifestIsPutUnderItsDigestAndUnderTags() throws IOException, InterruptedException {
        test.server
                .on("PUT " + BY_DIGEST, status(201))
                .on("PUT " + BY_TAG, status(201, DIGEST_HEADER, DIGEST.toString()));

        manifests().put(Manifest.of(TYPE, bytes(CONTENT)));
        manifests().put("1", Manifest.of(TYPE, bytes(CONTENT)));

        assertThat(test.server.requests()).hasSize(2).allSatisfy(request -> {
            assertThat(request.text()).isEqualTo(CONTENT);
            assertThat(request.header("Content-Type")).hasValue(TYPE);
        });
    }

    @Test
    void aRegistryThatStoresSomethingElseIsNoticed() {
        test.server.on("PUT " + BY_TAG, status(201, DIGEST_HEADER, digest("{}").toString()));

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(() -> manifests().put("1", Manifest.of(TYPE, bytes(CONTENT))))
                .withMessage(test.server.host() + " stored " + digest("{}") + " as team/app:1, not " + DIGEST);
    }

    @Test
    void whatTheRegistrySaysOfItsRefusalIsHandedOn() {
        test.server.on(
                "PUT " + BY_TAG,
                text(
                        400,
                        "{\"errors\":[{\"code\":\"MANIFEST_BLOB_UNKNOWN\",\"message\":\"blob unknown to registry\"}]}"));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> manifests().put("1", Manifest.of(TYPE, bytes(CONTENT))))
                .withMessage(
                        test.server.host() + " responded with HTTP status 400 for team/app:1: blob unknown to registry")
                .satisfies(failure -> assertThat(failure.status()).isEqualTo(400));
    }

    @Test
    void whetherAManifestIsThereIsTold() throws IOException, InterruptedException {
        test.server.on("HEAD " + BY_DIGEST, status(200));

        assertThat(manifests().has(DIGEST)).isTrue();
        assertThat(manifests().has(digest("{}"))).isFalse();
    }

    @Test
    void aRegistryMayHaveAnAuthorityOfItsOwn() throws IOException, InterruptedException {
        try (TestRegistry secure = new TestRegistry(root, ScriptedServer.startWithTls())) {
            secure.server.on("GET " + BY_TAG, manifest());
            Registry trusted = new Registry(
                    secure.server.host(),
                    "",
                    Optional.empty(),
                    Registry.Transport.TLS,
                    Optional.of(ScriptedServer.AUTHORITY));
            Registry unknown =
                    new Registry(secure.server.host(), "", Optional.empty(), Registry.Transport.TLS, Optional.empty());

            assertThat(secure.client.repository(trusted, "team/app").manifests().find("1"))
                    .isPresent();
            assertThatThrownBy(() -> secure.client
                            .repository(unknown, "team/app")
                            .manifests()
                            .find("1"))
                    .isInstanceOf(javax.net.ssl.SSLException.class);
        }
    }
}
