package dev.imagemanager.infra.registry;

import static dev.imagemanager.infra.http.ScriptedServer.status;
import static dev.imagemanager.infra.http.ScriptedServer.text;
import static dev.imagemanager.infra.registry.TestRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.infra.http.ScriptedServer.Asked;
import dev.imagemanager.infra.oci.ArtifactManifest;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.infra.oci.ImageIndex;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RepositoryReferrersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Digest SUBJECT = digest("image");
    private static final String API = "GET /v2/team/app/referrers/" + SUBJECT;
    private static final String TAG = "/v2/team/app/manifests/sha256-" + SUBJECT.hex();
    private static final String SBOM = "application/spdx+json";
    private static final Manifest ARTIFACT = artifact(SBOM);
    private static final String PUT_ARTIFACT = "PUT /v2/team/app/manifests/" + ARTIFACT.digest();

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

    private static Manifest artifact(String type) {
        return Manifest.of(
                ArtifactManifest.MEDIA_TYPE,
                ArtifactManifest.of(
                        type,
                        Descriptor.of("application/vnd.oci.image.manifest.v1+json", SUBJECT, 5),
                        List.of(ArtifactManifest.EMPTY),
                        new TreeMap<>(Map.of("created", "today"))));
    }

    private static Descriptor listed(Manifest artifact, String type) {
        return new Descriptor(
                artifact.mediaType(),
                artifact.digest(),
                artifact.content().length,
                Optional.of(type),
                new TreeMap<>(Map.of("created", "today")));
    }

    private static String index(Descriptor... entries) {
        StringBuilder manifests = new StringBuilder();
        for (Descriptor entry : entries) {
            manifests.append(manifests.isEmpty() ? "" : ",").append(entry.toJson());
        }
        return "{\"schemaVersion\":2,\"mediaType\":\"" + ImageIndex.MEDIA_TYPE + "\",\"manifests\":[" + manifests
                + "]}";
    }

    private RepositoryReferrers referrers() {
        return test.repository().referrers();
    }

    private Asked written() {
        return test.server.requests().stream()
                .filter(request -> request.call().equals("PUT " + TAG))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    @Test
    void theRegistrysOwnListCounts() throws IOException, InterruptedException {
        Descriptor entry = listed(ARTIFACT, SBOM);
        test.server.on(API, text(200, index(entry), "Content-Type", ImageIndex.MEDIA_TYPE));

        assertThat(referrers().of(SUBJECT)).containsExactly(entry);
        assertThat(test.server.calls()).containsExactly(API);
    }

    @Test
    void oneKindIsAskedForAndFilteredHereToo() throws IOException, InterruptedException {
        Descriptor entry = listed(ARTIFACT, SBOM);
        test.server.on(API, text(200, index(entry, listed(artifact("x"), "x")), "Content-Type", ImageIndex.MEDIA_TYPE));

        assertThat(referrers().of(SUBJECT, SBOM)).containsExactly(entry);
        assertThat(test.server.calls()).containsExactly(API + "?artifactType=application%2Fspdx%2Bjson");
    }

    @Test
    void aLongListComesInParts() throws IOException, InterruptedException {
        Descriptor first = listed(ARTIFACT, SBOM);
        Descriptor second = listed(artifact("x"), "x");
        test.server
                .on(
                        API,
                        text(
                                200,
                                index(first),
                                "Content-Type",
                                ImageIndex.MEDIA_TYPE,
                                "Link",
                                "</v2/team/app/referrers/" + SUBJECT + "?page=2>; rel=\"next\""))
                .on(API + "?page=2", text(200, index(second), "Content-Type", ImageIndex.MEDIA_TYPE));

        assertThat(referrers().of(SUBJECT)).containsExactly(first, second);
    }

    @ParameterizedTest
    @CsvSource({"404, text/plain", "400, application/json", "405, text/html", "406, text/html", "200, text/html"})
    void withoutAnApiTheTagIsRead(int status, String type) throws IOException, InterruptedException {
        Descriptor entry = listed(ARTIFACT, SBOM);
        test.server
                .on(API, text(status, "<html>", "Content-Type", type))
                .on("GET " + TAG, text(200, index(entry), "Content-Type", ImageIndex.MEDIA_TYPE));

        assertThat(referrers().of(SUBJECT)).containsExactly(entry);
        assertThat(referrers().of(SUBJECT, SBOM)).containsExactly(entry);
        assertThat(referrers().of(SUBJECT, "x")).isEmpty();
    }

    @Test
    void withoutAnythingThereAreNone() throws IOException, InterruptedException {
        assertThat(referrers().of(SUBJECT)).isEmpty();
    }

    @Test
    void aFailureIsNotAnEmptyList() {
        test.server.on(API, status(500));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> referrers().of(SUBJECT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"manifests\":[{}]}",
                "{\"manifests\":[{\"digest\":\"sha256:1\"}]}",
                "{\"manifests\":[7]}"
            })
    void nonsenseIsSaid(String body) {
        test.server.on(API, text(200, body.isEmpty() ? "x" : body, "Content-Type", ImageIndex.MEDIA_TYPE));

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(() -> referrers().of(SUBJECT))
                .withMessage(test.server.host() + " sent an invalid list of referrers for team/app@" + SUBJECT);
    }

    @Test
    void aTagThatIsNotAListIsSaid() {
        test.server.on("GET " + TAG, text(200, "{}", "Content-Type", ArtifactManifest.MEDIA_TYPE));

        assertThatExceptionOfType(InvalidResponseException.class)
                .isThrownBy(() -> referrers().of(SUBJECT))
                .withMessage("the tag " + test.server.host() + "/team/app:sha256-" + SUBJECT.hex()
                        + " must be a list of referrers, but is a " + ArtifactManifest.MEDIA_TYPE);
    }

    @Test
    void aRegistryWithTheApiListsByItself() throws IOException, InterruptedException {
        test.server.on(PUT_ARTIFACT, status(201, "OCI-Subject", SUBJECT.toString()));

        referrers().attach(ARTIFACT);

        assertThat(test.server.calls()).containsExactly(PUT_ARTIFACT);
    }

    @Test
    void forARegistryWithoutItTheTagIsWritten() throws IOException, InterruptedException {
        test.server.on(PUT_ARTIFACT, status(201)).on("PUT " + TAG, status(201));

        referrers().attach(ARTIFACT);

        assertThat(test.server.calls()).containsExactly(PUT_ARTIFACT, "GET " + TAG, "PUT " + TAG);
        assertThat(written().header("Content-Type")).hasValue(ImageIndex.MEDIA_TYPE);
        assertThat(written().text()).isEqualTo(index(listed(ARTIFACT, SBOM)));
    }

    @Test
    void whatTheTagHasIsKept() throws IOException, InterruptedException {
        String before = index(listed(artifact("x"), "x")).replace("\"created\":", "\"kept\":");
        test.server
                .on(PUT_ARTIFACT, status(201))
                .on("GET " + TAG, text(200, before, "Content-Type", ImageIndex.MEDIA_TYPE))
                .on("PUT " + TAG, status(201));

        referrers().attach(ARTIFACT);

        assertThat(written().text())
                .isEqualTo(before.replace("]}", "," + listed(ARTIFACT, SBOM).toJson() + "]}"));
    }

    @Test
    void whatIsListedAlreadyIsNotListedTwice() throws IOException, InterruptedException {
        test.server
                .on(PUT_ARTIFACT, status(201))
                .on("GET " + TAG, text(200, index(listed(ARTIFACT, SBOM)), "Content-Type", ImageIndex.MEDIA_TYPE));

        referrers().attach(ARTIFACT);

        assertThat(test.server.calls()).containsExactly(PUT_ARTIFACT, "GET " + TAG);
    }

    @Test
    void anOlderArtifactIsOfTheKindOfItsConfiguration() throws IOException, InterruptedException {
        Manifest older = Manifest.of(
                ArtifactManifest.MEDIA_TYPE,
                ("{\"config\":{\"mediaType\":\"text/x\"},\"subject\":{\"digest\":\"" + SUBJECT + "\"}}")
                        .getBytes(StandardCharsets.UTF_8));
        test.server
                .on("PUT /v2/team/app/manifests/" + older.digest(), status(201))
                .on("PUT " + TAG, status(201));

        referrers().attach(older);

        assertThat(JSON.readTree(written().text())
                        .path("manifests")
                        .path(0)
                        .path("artifactType")
                        .asText())
                .isEqualTo("text/x");
    }

    @Test
    void withoutASubjectThereIsNothingToAttachTo() {
        assertThatThrownBy(() -> referrers()
                        .attach(Manifest.of(ArtifactManifest.MEDIA_TYPE, "{}".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(test.server.calls()).isEmpty();
    }
}
