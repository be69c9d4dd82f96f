package dev.imagemanager.infra.registry;

import static dev.imagemanager.infra.http.ScriptedServer.bytes;
import static dev.imagemanager.infra.http.ScriptedServer.status;
import static dev.imagemanager.infra.http.ScriptedServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.infra.http.ScriptedServer.Asked;
import dev.imagemanager.infra.oci.ArtifactManifest;
import dev.imagemanager.infra.oci.Descriptor;
import dev.imagemanager.infra.oci.ImageIndex;
import dev.imagemanager.pipeline.attest.Attached;
import dev.imagemanager.pipeline.attest.Attachments;
import dev.imagemanager.pipeline.attest.PublishedImage;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What registries say of attachments, sensible or not; {@code AttestationsIT} has real ones. */
@Timeout(60)
class AttachmentPlaceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Digest SUBJECT = TestRegistry.digest("image");
    private static final String MANIFESTS = "/v2/team/app/manifests/";
    private static final String TAG = MANIFESTS + "sha256-" + SUBJECT.hex() + ".sig";
    private static final String SIGNATURE = "dev.cosignproject.cosign/signature";
    private static final String SIGNATURE_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";

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

    private Attachments.Place place() {
        return new RegistryAttachments(test.client).at(test.registry(), "team/app");
    }

    private CosignTag tag() {
        return new CosignTag(test.repository(), SUBJECT, CosignTag.Kind.sig, new ReentrantLock());
    }

    private static Descriptor layer(String content, String signature) {
        return new Descriptor(
                SIGNATURE_TYPE,
                TestRegistry.digest(content),
                content.length(),
                Optional.empty(),
                new TreeMap<>(Map.of(SIGNATURE, signature)));
    }

    private static String manifest(Descriptor... layers) {
        StringBuilder list = new StringBuilder();
        for (Descriptor layer : layers) {
            list.append(list.isEmpty() ? "" : ",").append(layer.toJson());
        }
        return "{\"schemaVersion\":2,\"mediaType\":\"" + ArtifactManifest.MEDIA_TYPE
                + "\",\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\""
                + TestRegistry.digest("config") + "\",\"size\":6},\"layers\":[" + list
                + "],\"annotations\":{\"of\":\"others\"}}";
    }

    private static dev.imagemanager.infra.http.ScriptedServer.Answer found(String manifest) {
        return text(200, manifest, "Content-Type", ArtifactManifest.MEDIA_TYPE);
    }

    private List<JsonNode> written() throws IOException {
        return test.server.requests().stream()
                .filter(request -> request.call().equals("PUT " + TAG))
                .map(Asked::text)
                .map(AttachmentPlaceTest::parsed)
                .toList();
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    private void acceptBlobs() {
        test.server
                .on("POST /v2/team/app/blobs/uploads/", status(202, "Location", "/upload"))
                .on("PUT /upload", status(201))
                .on("PUT " + TAG, status(201));
    }

    @Test
    void whatOthersHaveAddedStaysWithTheirAnnotations() throws IOException, InterruptedException {
        Descriptor others = layer("others", "c2lnMQ==");
        Descriptor own = layer("own", "c2lnMg==");
        acceptBlobs();
        test.server.on("GET " + TAG, found(manifest(others)), found(manifest(others, own)));

        assertThat(tag().add(List.of(own.toJson()))).isTrue();

        JsonNode written = written().get(0);
        assertThat(written.path("layers")).hasSize(2);
        assertThat(Descriptor.parse(written.path("layers").path(0))).isEqualTo(others);
        assertThat(written.at("/annotations/of").asText()).isEqualTo("others");
        String configuration = test.server.requests().stream()
                .filter(request -> request.call().startsWith("PUT /upload"))
                .findFirst()
                .orElseThrow()
                .text();
        assertThat(JSON.readTree(configuration).at("/rootfs/diff_ids").toString())
                .isEqualTo("[\"" + others.digest() + "\",\"" + own.digest() + "\"]");
        assertThat(written.at("/config/digest").asText())
                .isEqualTo(Digest.of(configuration.getBytes(StandardCharsets.UTF_8))
                        .toString());
    }

    @Test
    void whatAnotherProgramOverwroteIsAddedAgain() throws IOException, InterruptedException {
        Descriptor others = layer("others", "c2lnMQ==");
        Descriptor own = layer("own", "c2lnMg==");
        acceptBlobs();
        test.server.on("GET " + TAG, status(404), found(manifest(others)), found(manifest(others, own)));

        assertThat(tag().add(List.of(own.toJson()))).isTrue();

        assertThat(written()).hasSize(2);
        assertThat(written().get(1).path("layers")).hasSize(2);
    }

    @Test
    void whatIsOverwrittenAllTheTimeIsAFailure() {
        acceptBlobs();
        test.server.on("GET " + TAG, found(manifest(layer("others", "c2lnMQ=="))));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> tag().add(List.of(layer("own", "c2lnMg==").toJson())))
                .withMessageContaining("other programs change ");
    }

    @Test
    void whatIsThereIsNotWritten() throws IOException, InterruptedException {
        Descriptor own = layer("own", "c2lnMg==");
        test.server.on("GET " + TAG, found(manifest(own)));

        assertThat(tag().add(List.of(own.toJson()))).isFalse();
        assertThat(test.server.calls()).containsExactly("GET " + TAG);
    }

    @Test
    void oneRequestReadsSignatures() throws InterruptedException {
        test.server.on(
                "GET " + TAG,
                found(manifest(layer("own", "c2ln"), Descriptor.of("text/plain", TestRegistry.digest("x"), 1))));

        assertThat(place().signatures(SUBJECT)).singleElement().satisfies(attached -> {
            assertThat(attached.kind()).isEqualTo(Attached.Kind.SIGNATURE);
            assertThat(attached.digest()).isEqualTo(TestRegistry.digest("own"));
            assertThat(attached.signature().orElseThrow().value()).isEqualTo("c2ln");
        });
        assertThat(place().attestations(SUBJECT)).isEmpty();
        assertThat(test.server.calls()).hasSize(2);
    }

    /** As {@code cosign attest} writes it: the signature is in the envelope alone, what proves an identity beside it. */
    @Test
    void anAttestationOfAnotherProgramHasItsProof() throws InterruptedException {
        Descriptor layer = new Descriptor(
                "application/vnd.dsse.envelope.v1+json",
                TestRegistry.digest("envelope"),
                8,
                Optional.empty(),
                new TreeMap<>(
                        Map.of(SIGNATURE, "", "predicateType", "t", "dev.sigstore.cosign/certificate", "certificate")));
        test.server.on("GET " + TAG.replace(".sig", ".att"), found(manifest(layer)));

        assertThat(place().attestations(SUBJECT)).singleElement().satisfies(attached -> {
            assertThat(attached.kind()).isEqualTo(Attached.Kind.ENVELOPE);
            assertThat(attached.predicateType()).hasValue("t");
            assertThat(attached.signature().orElseThrow().value()).isEmpty();
            assertThat(attached.signature().orElseThrow().proof())
                    .containsExactly(Map.entry("dev.sigstore.cosign/certificate", "certificate"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"layers\":7}", "{}", "{\"layers\":[{\"digest\":\"x\"}]}", "{\"layers\":[7]}"})
    void aMalformedListIsAProblemOfTheRegistry(String manifest) {
        test.server.on("GET " + TAG, found(manifest));

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> place().signatures(SUBJECT))
                .withMessageContaining("the registry " + test.server.host() + " cannot be used");
    }

    @Test
    void noMoreIsReadThanWasSaid() {
        test.server.on("GET /v2/team/app/blobs/" + SUBJECT, bytes(200, new byte[1000]));
        Attached small = new Attached(Attached.Kind.SIGNATURE, SUBJECT, 10, Optional.empty(), Optional.empty());

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> place().read(small, 100))
                .withMessageContaining("it is larger than 10 bytes");
        Attached large = new Attached(Attached.Kind.SIGNATURE, SUBJECT, 101, Optional.empty(), Optional.empty());
        assertThat(read(large)).isEmpty();
    }

    private Optional<byte[]> read(Attached attached) {
        try {
            return place().read(attached, 100);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void anIndexHasPlatformsAndWhatIsNoImageIsNone() throws InterruptedException {
        String index = "{\"manifests\":[{\"digest\":\"" + SUBJECT
                + "\",\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\",\"variant\":\"v8\"}},{\"digest\":\""
                + TestRegistry.digest("provenance")
                + "\",\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"}}]}";
        test.server.on("GET " + MANIFESTS + "1", text(200, index, "Content-Type", ImageIndex.MEDIA_TYPE));

        PublishedImage image = place().image("1").orElseThrow();
        assertThat(image.digest()).isEqualTo(TestRegistry.digest(index));
        assertThat(image.platforms()).containsExactly(Map.entry(Platform.parse("linux/arm64"), SUBJECT));
        assertThat(place().image("2")).isEmpty();
    }

    @Test
    void aReferrerOfAnotherImageIsNotCopied() {
        Manifest referrer = Manifest.of(
                ArtifactManifest.MEDIA_TYPE,
                ArtifactManifest.of(
                        "x",
                        Descriptor.of(ArtifactManifest.MEDIA_TYPE, TestRegistry.digest("another"), 5),
                        List.of(ArtifactManifest.EMPTY),
                        new TreeMap<>()));
        Descriptor listed = referrer.descriptor();
        test.server
                .on(
                        "GET /v2/team/app/referrers/" + SUBJECT,
                        text(200, "{\"manifests\":[" + listed.toJson() + "]}", "Content-Type", ImageIndex.MEDIA_TYPE))
                .on(
                        "GET " + MANIFESTS + referrer.digest(),
                        bytes(200, referrer.content(), "Content-Type", referrer.mediaType()));
        Attachments.Place other = new RegistryAttachments(test.client).at(test.registry(), "team/other");

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> place().copyTo(other, SUBJECT))
                .withMessageContaining("is listed as a referrer of another image");
        assertThat(test.server.calls()).noneMatch(call -> call.startsWith("P"));
    }

    @Test
    void aRefusalNamesTheRemedy() {
        test.server.on("GET " + TAG, status(403));

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> place().signatures(SUBJECT))
                .satisfies(
                        failure -> assertThat(failure.problems().get(0).hint().orElseThrow())
                                .contains("docker login " + test.server.host()));
    }
}
