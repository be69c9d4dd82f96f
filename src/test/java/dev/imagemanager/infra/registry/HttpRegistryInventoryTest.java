package dev.imagemanager.infra.registry;

import static dev.imagemanager.infra.http.ScriptedServer.bytes;
import static dev.imagemanager.infra.http.ScriptedServer.status;
import static dev.imagemanager.infra.http.ScriptedServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.TestDigests;
import dev.imagemanager.pipeline.registry.RegistryInventory.Place;
import dev.imagemanager.pipeline.registry.StoredManifest;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpRegistryInventoryTest {

    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String NAME = "team/app";
    private static final Digest LAYER = TestDigests.of("layer");

    @TempDir
    Path root;

    private TestRegistry test;
    private Place place;

    @BeforeEach
    void start() {
        test = new TestRegistry(root);
        place = new HttpRegistryInventory(test.client).at(test.registry());
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private Digest serve(String type, String content, String... headers) {
        Digest digest = TestDigests.of(content);
        test.server.on("GET /v2/team/app/manifests/" + digest, exchange -> {
            exchange.getResponseHeaders().add("Content-Type", type);
            bytes(200, content.getBytes(StandardCharsets.UTF_8), headers).give(exchange);
        });
        return digest;
    }

    private String image(String configuration, String more) {
        Digest digest = TestDigests.of(configuration);
        test.server.on("GET /v2/team/app/blobs/" + digest, text(200, configuration));
        return """
                {"schemaVersion":2,"config":{"mediaType":"%s","digest":"%s","size":%d},
                 "layers":[{"mediaType":"x","digest":"%s","size":1000}]%s}"""
                .formatted(CONFIG, digest, configuration.length(), LAYER, more);
    }

    private StoredManifest find(Digest digest) throws InterruptedException {
        return place.find(NAME, digest).orElseThrow();
    }

    @Test
    void anImageIsReadWithItsConfiguration() throws InterruptedException {
        String configuration =
                """
                {"os":"linux","architecture":"arm64","created":"2026-02-03T04:05:06.7+01:00",
                 "config":{"Labels":{"org.opencontainers.image.version":"1.0.0"}}}""";

        StoredManifest image = find(serve(MANIFEST, image(configuration, "")));

        assertThat(image.platform()).hasValue(Platform.of("linux", "arm64"));
        assertThat(image.created()).hasValue(Instant.parse("2026-02-03T03:05:06.7Z"));
        assertThat(image.version()).hasValue("1.0.0");
        assertThat(image.modified()).isEmpty();
        assertThat(image.blobs())
                .isEqualTo(Map.of(LAYER, 1_000L, TestDigests.of(configuration), (long) configuration.length()));
        assertThat(image.mediaType()).isEqualTo(MANIFEST);
    }

    @Test
    void timesOfTheRegistryAndOfAnnotationsAreRead() throws InterruptedException {
        String annotated =
                image("{}", ",\"annotations\":{\"org.opencontainers.image.created\":\"2026-01-02T00:00:00Z\"}");

        StoredManifest image = find(serve(MANIFEST, annotated, "Last-Modified", "Sat, 03 Jan 2026 00:00:00 GMT"));

        assertThat(image.created()).hasValue(Instant.parse("2026-01-02T00:00:00Z"));
        assertThat(image.modified()).hasValue(Instant.parse("2026-01-03T00:00:00Z"));
    }

    @Test
    void anIndexIsReadWithItsPlatforms() throws InterruptedException {
        Digest amd64 = TestDigests.of("amd64");
        Digest attestation = TestDigests.of("attestation");

        StoredManifest index = find(serve(
                INDEX,
                """
                {"manifests":[
                 {"digest":"%s","platform":{"os":"linux","architecture":"amd64"}},
                 {"digest":"%s","platform":{"os":"unknown","architecture":"unknown"}},
                 {"digest":"no digest"}]}"""
                        .formatted(amd64, attestation)));

        assertThat(index.parts())
                .containsExactly(
                        new StoredManifest.Part(amd64, Optional.of(Platform.LINUX_AMD64)),
                        new StoredManifest.Part(attestation, Optional.empty()));
    }

    @Test
    void anArtifactHasASubject() throws InterruptedException {
        StoredManifest artifact =
                find(serve(MANIFEST, "{\"artifactType\":\"x\",\"subject\":{\"digest\":\"" + LAYER + "\"}}"));

        assertThat(artifact.subject()).hasValue(LAYER);
        assertThat(artifact.parts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "[]", "{}", "{\"manifests\":3}", "{\"layers\":{\"a\":1},\"subject\":\"x\"}"})
    void whatIsNotUnderstoodIsLeftOut(String content) throws InterruptedException {
        StoredManifest found = find(serve("application/octet-stream", content));

        assertThat(found.parts()).isEmpty();
        assertThat(found.blobs()).isEmpty();
        assertThat(found.subject()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{\"created\":\"yesterday\",\"os\":\"\\u001b[31m\",\"architecture\":\"x\"}",
                "{\"created\":12,\"config\":[]}",
            })
    void aConfigurationMayBeAnything(String configuration) throws InterruptedException {
        StoredManifest image = find(serve(MANIFEST, image(configuration, "")));

        assertThat(image.created()).isEmpty();
        assertThat(image.platform()).isEmpty();
    }

    @Test
    void aConfigurationMayBeGone() throws InterruptedException {
        String content = image("{\"os\":\"linux\"}", "");
        test.server.on("GET /v2/team/app/blobs/" + TestDigests.of("{\"os\":\"linux\"}"), status(404));

        assertThat(find(serve(MANIFEST, content)).platform()).isEmpty();
    }

    @Test
    void aConfigurationThatCannotBeReadIsAFailure() {
        String content = image("{\"os\":\"linux\"}", "");
        test.server.on("GET /v2/team/app/blobs/" + TestDigests.of("{\"os\":\"linux\"}"), status(403));
        Digest digest = serve(MANIFEST, content);

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> find(digest))
                .satisfies(
                        failure -> assertThat(failure.problems().get(0).hint().orElseThrow())
                                .startsWith("run 'docker login " + test.server.host() + "'"));
    }

    @Test
    void sizesStayNumbers() throws InterruptedException {
        StoredManifest found = find(serve(
                MANIFEST,
                "{\"layers\":[{\"digest\":\"%s\",\"size\":9223372036854775807},{\"digest\":\"%s\",\"size\":-5}]}"
                        .formatted(LAYER, TestDigests.of("other"))));

        assertThat(found.blobs()).isEqualTo(Map.of(LAYER, 1L << 50, TestDigests.of("other"), 0L));
    }

    @Test
    void tagsThatAreNoneAreLeftOut() throws InterruptedException {
        test.server.on("GET /v2/team/app/tags/list", text(200, "{\"tags\":[\"1\",\"\\u001b[31m\",\"../x\",\"1\"]}"));

        assertThat(place.tags(NAME)).containsExactly("1");
    }

    @Test
    void aTagMayHaveAnything() throws InterruptedException {
        test.server.on(
                "HEAD /v2/team/app/manifests/1",
                status(200, "Content-Type", "text/html", "Docker-Content-Digest", LAYER.toString()));

        assertThat(place.digestOf(NAME, "1")).hasValue(LAYER);
        assertThat(place.digestOf(NAME, "2")).isEmpty();
    }

    @Test
    void aRegistryNeedNotSayTheDigest() throws InterruptedException {
        test.server
                .on("HEAD /v2/team/app/manifests/1", status(200, "Content-Type", INDEX))
                .on("GET /v2/team/app/manifests/1", text(200, "{\"manifests\":[]}", "Content-Type", INDEX));

        assertThat(place.digestOf(NAME, "1")).hasValue(TestDigests.of("{\"manifests\":[]}"));
    }

    @ParameterizedTest
    @CsvSource({"202, true", "200, true", "404, true", "405, false", "400, false", "501, false"})
    void aRegistryRemovesOrSaysThatItDoesNot(int code, boolean removes) throws InterruptedException {
        test.server
                .on("DELETE /v2/team/app/manifests/" + LAYER, status(code))
                .on("DELETE /v2/team/app/manifests/1", status(code));

        assertThat(place.remove(NAME, LAYER)).isEqualTo(removes);
        assertThat(place.removeTag(NAME, "1")).isEqualTo(removes);
    }

    @Test
    void aRefusalIsNoAnswer() {
        test.server.on("DELETE /v2/team/app/manifests/" + LAYER, status(403));

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> place.remove(NAME, LAYER))
                .withMessageContaining("HTTP status 403");
    }

    @Test
    void removalsAreRepeated() throws InterruptedException {
        test.server.on("DELETE /v2/team/app/manifests/" + LAYER, status(503), status(202));

        assertThat(place.remove(NAME, LAYER)).isTrue();
        assertThat(test.server.calls()).hasSize(2);
    }

    @Test
    void aTokenIsForRemovalAndForWhatTheRegistryWants() throws InterruptedException {
        String realm = test.server.url("/token");
        String call = "DELETE /v2/team/app/manifests/" + LAYER;
        test.server
                .on(
                        call,
                        status(
                                401,
                                "WWW-Authenticate",
                                "Bearer realm=\"" + realm + "\",scope=\"repository:team/app:*\""),
                        status(202))
                .on("GET /token", text(200, "{\"token\":\"secret\"}"));

        assertThat(place.remove(NAME, LAYER)).isTrue();

        assertThat(test.server.calls())
                .containsExactly(
                        call,
                        "GET /token?scope=repository%3Ateam%2Fapp%3A*&scope=repository%3Ateam%2Fapp%3Adelete",
                        call);
        assertThat(test.server.last().header("Authorization")).hasValue("Bearer secret");
    }

    @Test
    void referrersAreFound() throws InterruptedException {
        test.server.on(
                "GET /v2/team/app/referrers/" + LAYER,
                text(
                        200,
                        "{\"manifests\":[{\"digest\":\"" + TestDigests.of("sbom") + "\",\"size\":1}]}",
                        "Content-Type",
                        INDEX));

        assertThat(place.attachedTo(NAME, LAYER)).containsExactly(TestDigests.of("sbom"));
    }

    @Test
    void whetherSomethingExistsIsAsked() throws InterruptedException {
        test.server.on("HEAD /v2/team/app/manifests/" + LAYER, status(200));

        assertThat(place.has(NAME, LAYER)).isTrue();
        assertThat(place.has(NAME, TestDigests.of("other"))).isFalse();
        assertThat(place.find(NAME, TestDigests.of("other"))).isEmpty();
    }
}
