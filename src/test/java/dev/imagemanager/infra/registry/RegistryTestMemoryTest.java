package dev.imagemanager.infra.registry;

import static dev.imagemanager.infra.http.ScriptedServer.status;
import static dev.imagemanager.infra.http.ScriptedServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.TestSigningKeys;
import dev.imagemanager.infra.oci.ArtifactManifest;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.pipeline.MemoryTrust;
import dev.imagemanager.pipeline.build.ContentKey;
import dev.imagemanager.pipeline.test.TestMemory;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RegistryTestMemoryTest {

    private static final String IMAGE = "{\"schemaVersion\":2}";
    private static final Digest DIGEST = Digest.of(IMAGE);
    private static final ContentKey.Known KEY = new ContentKey.Known(new TreeMap<>(Map.of("image", DIGEST.toString())));
    private static final String TAG = "/v2/team/app/manifests/" + RegistryTestMemory.tag(KEY);
    private static final byte[] REPORT = "{\"passed\": 3}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path root;

    private TestRegistry test;

    @BeforeEach
    void start() {
        test = new TestRegistry(root);
        test.server.on("GET /v2/", status(200));
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private MemoryTrust trust = MemoryTrust.inAll();

    private TestMemory.Place place() throws InterruptedException {
        TestMemory.Place place = new RegistryTestMemory(test.client).in(test.registry(), trust);
        assertThat(test.server.calls()).containsExactly("GET /v2/");
        return place;
    }

    private static String artifact() {
        return artifact(Collections.emptySortedMap());
    }

    private static String artifact(SortedMap<String, String> annotations) {
        return new String(
                ArtifactManifest.embedding(
                        RegistryTestMemory.ARTIFACT_TYPE,
                        Descriptor.of(ArtifactManifest.MEDIA_TYPE, DIGEST, IMAGE.length()),
                        RegistryTestMemory.ARTIFACT_TYPE,
                        REPORT,
                        annotations),
                StandardCharsets.UTF_8);
    }

    @Test
    void theTagOfTheKeyIsWithinWhatRegistriesAllow() {
        assertThat(RegistryTestMemory.tag(KEY)).matches("im-test-[0-9a-f]{64}").hasSizeLessThanOrEqualTo(128);
    }

    @Test
    void oneRequestFindsAReport() throws InterruptedException {
        test.server.on("GET " + TAG, text(200, artifact(), "Content-Type", ArtifactManifest.MEDIA_TYPE));

        assertThat(place().find("team/app", DIGEST, KEY))
                .hasValueSatisfying(report -> assertThat(report).isEqualTo(REPORT));
        assertThat(test.server.calls()).containsExactly("GET /v2/", "GET " + TAG);
    }

    @Test
    void withoutTheTagThereIsNone() throws InterruptedException {
        assertThat(place().find("team/app", DIGEST, KEY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"artifactType\":\"application/vnd.image-manager', '\"artifactType\":\"application/vnd.other', it is not a test report",
        "'\"layers\":[', '\"layers\":[{},', it is not a test report",
        "'[{\"mediaType\":\"application/vnd.image-manager', '[{\"mediaType\":\"text/x', it is not a test report",
        "'\"data\":\"', '\"date\":\"', its content is not the one of its descriptor",
        "'\"data\":\"e', '\"data\":\"f', its content is not the one of its descriptor",
        "'\"data\":\"', '\"data\":\"*', Illegal base64 character 2a",
        "'\"size\":13', '\"size\":14', its content is not the one of its descriptor",
        "'\"size\":13', '\"size\":262145', it is larger than 256 KiB",
        "'\"subject\":{', '\"other\":{', it is about another image",
        "'\"subject\":{', '\"subject\":[],\"other\":{', it is about another image",
        "'{\"schema', '[\"schema', that is not a manifest: it is not JSON"
    })
    void whatIsSomethingElseIsRefused(String text, String other, String reason) throws InterruptedException {
        test.server.on(
                "GET " + TAG, text(200, artifact().replace(text, other), "Content-Type", ArtifactManifest.MEDIA_TYPE));
        TestMemory.Place place = place();

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> place.find("team/app", DIGEST, KEY))
                .satisfies(refused -> assertThat(refused.problems().get(0).message())
                        .startsWith(test.server.host() + "/team/app:im-test-")
                        .contains(" cannot be used: ")
                        .contains(reason));
    }

    @Test
    void aReportAboutAnotherImageIsRefused() throws InterruptedException {
        test.server.on("GET " + TAG, text(200, artifact(), "Content-Type", ArtifactManifest.MEDIA_TYPE));
        TestMemory.Place place = place();

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> place.find("team/app", Digest.of("other"), KEY))
                .withMessageContaining("it is about another image");
    }

    @Test
    void aReportIsPushedAsAnArtifactThatRefersToTheImageAndUnderItsKey() throws InterruptedException {
        String pushed = acceptPushOf(artifact());

        place().put("team/app", DIGEST, KEY, REPORT);

        assertThat(test.server.calls()).endsWith("PUT " + pushed, "PUT " + TAG);
        assertThat(test.server.requests().get(test.server.requests().size() - 1).text())
                .isEqualTo(artifact());
    }

    @Test
    void whatCannotBePushedIsSaid() throws InterruptedException {
        TestMemory.Place place = place();

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> place.put("team/app", DIGEST, KEY, REPORT))
                .withMessageContaining("does not exist any more");
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> place.put("team/app", DIGEST, KEY, new byte[RegistryTestMemory.LIMIT + 1]))
                .withMessageContaining("is larger than 256 KiB");
        List<String> calls = test.server.calls();
        assertThat(calls).noneMatch(call -> call.startsWith("PUT") || call.startsWith("POST"));
    }

    @Test
    void aRegistryThatDoesNotAnswerIsSaid() {
        test.server.close();

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> new RegistryTestMemory(test.client).in(test.registry(), trust))
                .withMessageContaining("cannot be used: no server is listening");
    }

    /** @return the address of the artifact */
    private String acceptPushOf(String artifact) {
        String pushed = "/v2/team/app/manifests/" + Digest.of(artifact);
        test.server
                .on(
                        "GET /v2/team/app/manifests/" + DIGEST,
                        text(200, IMAGE, "Content-Type", ArtifactManifest.MEDIA_TYPE))
                .on("HEAD /v2/team/app/blobs/" + ArtifactManifest.EMPTY.digest(), status(200))
                .on("HEAD /v2/team/app/blobs/" + Digest.of(REPORT), status(200))
                .on("PUT " + pushed, status(201, "OCI-Subject", DIGEST.toString()))
                .on("PUT " + TAG, status(201));
        return pushed;
    }

    private static String signedArtifact(TestSigningKeys keys, String repository) {
        String signature = MemoryTrust.in(keys.signing())
                .signature(
                        "test",
                        repository,
                        RegistryTestMemory.tag(KEY),
                        DIGEST.toString(),
                        Digest.of(REPORT).toString())
                .orElseThrow();
        return artifact(new TreeMap<>(Map.of("dev.image-manager.signature", signature)));
    }

    @Test
    void reportsAreSignedAsAllThatTheySay() throws InterruptedException {
        TestSigningKeys keys = TestSigningKeys.create();
        String signed = signedArtifact(keys, "team/app");
        trust = MemoryTrust.in(keys.signing());
        acceptPushOf(signed);

        place().put("team/app", DIGEST, KEY, REPORT);

        assertThat(test.server.requests().get(test.server.requests().size() - 1).text())
                .isEqualTo(signed);
    }

    @Test
    void onlyReportsThatAreSignedAreBelieved() throws InterruptedException {
        TestSigningKeys keys = TestSigningKeys.create();
        trust = MemoryTrust.in(keys.verifying());
        assertThat(trust.mayAdd()).isFalse();
        test.server.on(
                "GET " + TAG,
                text(200, signedArtifact(keys, "team/app"), "Content-Type", ArtifactManifest.MEDIA_TYPE),
                text(200, signedArtifact(keys, "team/other"), "Content-Type", ArtifactManifest.MEDIA_TYPE),
                text(
                        200,
                        signedArtifact(TestSigningKeys.create(), "team/app"),
                        "Content-Type",
                        ArtifactManifest.MEDIA_TYPE),
                text(200, artifact(), "Content-Type", ArtifactManifest.MEDIA_TYPE));
        TestMemory.Place place = place();

        assertThat(place.find("team/app", DIGEST, KEY)).isPresent();
        for (String reason : List.of(
                "its signature is not one of the fleet's key",
                "its signature is not one of the fleet's key",
                "it is not signed")) {
            assertThatExceptionOfType(EnvironmentException.class)
                    .isThrownBy(() -> place.find("team/app", DIGEST, KEY))
                    .withMessageContaining(reason);
        }
    }
}
