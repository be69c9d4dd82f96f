package dev.imagemanager.pipeline.attest;

import static dev.imagemanager.pipeline.attest.AttestFixture.AMD64;
import static dev.imagemanager.pipeline.attest.AttestFixture.ARM64;
import static dev.imagemanager.pipeline.attest.AttestFixture.PLATFORMS;
import static dev.imagemanager.pipeline.attest.AttestFixture.SOURCE;
import static dev.imagemanager.pipeline.attest.AttestFixture.bytes;
import static dev.imagemanager.pipeline.attest.AttestFixture.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.TestDigests;
import dev.imagemanager.model.settings.PublishSettings.Attestation;
import dev.imagemanager.pipeline.build.BuilderProvenance;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatementsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Statements ALL = new Statements(Optional.empty(), Optional.of(SOURCE));

    @TempDir
    Path directory;

    private AttestedImage image;

    @BeforeEach
    void makeImage() {
        image = AttestFixture.image(AttestFixture.fleet(directory, ""));
    }

    private static JsonNode json(byte[] content) throws IOException {
        return JSON.readTree(content);
    }

    private static Statement only(List<Statement> statements, String type, Digest subject) {
        return statements.stream()
                .filter(statement -> statement.predicateType().equals(type)
                        && statement.subject().equals(subject))
                .reduce((first, second) -> {
                    throw new AssertionError("there are two");
                })
                .orElseThrow();
    }

    @Test
    void thereIsOneForEachPlatformAndTheTestsAreOfTheTestedOne() {
        assertThat(ALL.of(image))
                .extracting(Statement::predicateType, Statement::subject)
                .containsExactlyInAnyOrder(
                        tuple(Provenance.PREDICATE_TYPE, PLATFORMS.get(AMD64)),
                        tuple(Sbom.PREDICATE_TYPE, PLATFORMS.get(AMD64)),
                        tuple(Provenance.PREDICATE_TYPE, PLATFORMS.get(ARM64)),
                        tuple(Sbom.PREDICATE_TYPE, PLATFORMS.get(ARM64)),
                        tuple(TestResult.PREDICATE_TYPE, PLATFORMS.get(AMD64)));
    }

    @Test
    void theSameEvidenceIsTheSameBytes() {
        assertThat(ALL.of(image))
                .extracting(Statement::content)
                .usingRecursiveComparison()
                .isEqualTo(ALL.of(image).stream().map(Statement::content).toList());
    }

    @Test
    void theProvenanceHasWhatTheKeyKnows() throws IOException {
        Statement statement = only(ALL.of(image), Provenance.PREDICATE_TYPE, PLATFORMS.get(ARM64));
        JsonNode document = json(statement.content());

        assertThat(document.path("_type").asText()).isEqualTo("https://in-toto.io/Statement/v1");
        assertThat(document.at("/subject/0/name").asText()).isEqualTo("app:1.0.0");
        assertThat(document.at("/subject/0/digest/sha256").asText())
                .isEqualTo(PLATFORMS.get(ARM64).hex());
        JsonNode definition = document.at("/predicate/buildDefinition");
        assertThat(definition.path("externalParameters").toString())
                .isEqualTo("{\"target\":\"app:1.0.0\",\"definition\":\"images/app/image.yml\","
                        + "\"platform\":\"linux/arm64\"}");
        assertThat(definition.at("/internalParameters/inputs/dockerfile").asText())
                .isEqualTo("ab".repeat(32));
        assertThat(definition.path("resolvedDependencies").toString())
                .isEqualTo("[{\"name\":\"fleet\",\"uri\":\"git+https://example.com/acme/images\","
                        + "\"digest\":{\"gitCommit\":\"" + SOURCE.commit() + "\"}},"
                        + "{\"name\":\"debian:bookworm-slim\",\"uri\":\"docker-image://docker.io/library/debian\","
                        + "\"digest\":{\"sha256\":\"" + TestDigests.of("debian").hex() + "\"}},"
                        + "{\"name\":\"base:1\",\"digest\":{\"sha256\":\""
                        + TestDigests.of("parent").hex() + "\"}}]");
        assertThat(document.at("/predicate/runDetails/metadata/invocationId").asText())
                .matches("[0-9a-f]{64}");
    }

    /** Builds of the same image at other times count as the same. */
    @Test
    void theProvenanceHasWhatTheBuilderSaid() throws IOException {
        Statement without = only(ALL.of(image), Provenance.PREDICATE_TYPE, PLATFORMS.get(AMD64));
        ObjectNode said = (ObjectNode) json(bytes("{\"materials\":[],\"metadata\":{\"buildStartedOn\":"
                + "\"2026-11-27T10:00:00Z\",\"buildFinishedOn\":\"2026-11-27T10:00:01Z\"}}"));
        Evidence evidence = image.evidence();
        TreeMap<Platform, BuilderProvenance> builds = new TreeMap<>(
                Map.of(AMD64, new BuilderProvenance("builder", "https://slsa.dev/provenance/v0.2", said)));
        Statement with = only(
                ALL.of(with(image, new Evidence(evidence.inputs(), builds, evidence.tests(), evidence.sboms()))),
                Provenance.PREDICATE_TYPE,
                PLATFORMS.get(AMD64));

        JsonNode run = json(with.content()).at("/predicate/runDetails");
        assertThat(run.at("/metadata/startedOn").asText()).isEqualTo("2026-11-27T10:00:00Z");
        assertThat(run.at("/metadata/finishedOn").asText()).isEqualTo("2026-11-27T10:00:01Z");
        assertThat(run.at("/metadata/invocationId").asText()).matches("[0-9a-f]{64}");
        assertThat(run.at("/byproducts/0/name").asText()).isEqualTo("builder");
        assertThat(run.at("/byproducts/0/annotations/predicateType").asText())
                .isEqualTo("https://slsa.dev/provenance/v0.2");
        assertThat(json(run.at("/byproducts/0/content").binaryValue())).isEqualTo(said);
        assertThat(Provenance.areOfSameBuild(without.predicate(), with.predicate()))
                .isTrue();
    }

    @Test
    void whatIsNotKnownIsLeftOut() throws IOException {
        AttestedImage unknown =
                with(image, new Evidence(new TreeMap<>(), new TreeMap<>(), Optional.empty(), new TreeMap<>()));
        List<Statement> statements = new Statements(Optional.empty(), Optional.empty()).of(unknown);

        assertThat(statements).hasSize(2).extracting(Statement::predicateType).containsOnly(Provenance.PREDICATE_TYPE);
        JsonNode predicate = json(statements.get(0).content()).path("predicate");
        assertThat(predicate.at("/buildDefinition/resolvedDependencies")).isEmpty();
        assertThat(predicate.at("/runDetails/metadata").isMissingNode()).isTrue();
    }

    @Test
    void testsHaveNamesAndAResult() throws IOException {
        Evidence failed = new Evidence(
                new TreeMap<>(),
                new TreeMap<>(),
                Optional.of(new TestEvidence(
                        PLATFORMS.get(AMD64), AMD64, TestDigests.of("tests"), List.of("a"), List.of("b"))),
                new TreeMap<>());
        JsonNode predicate = json(only(ALL.of(with(image, failed)), TestResult.PREDICATE_TYPE, PLATFORMS.get(AMD64))
                        .content())
                .path("predicate");

        assertThat(predicate.toString())
                .isEqualTo("{\"result\":\"FAILED\",\"configuration\":[{\"name\":\"dist/app/1.0.0/test.yml\",\"digest\":"
                        + "{\"sha256\":\"" + TestDigests.of("tests").hex() + "\"}}],\"passedTests\":[\"a\"],"
                        + "\"warnedTests\":[],\"failedTests\":[\"b\"]}");
        assertThat(json(only(ALL.of(image), TestResult.PREDICATE_TYPE, PLATFORMS.get(AMD64))
                                .content())
                        .at("/predicate/result")
                        .asText())
                .isEqualTo("PASSED");
    }

    @Test
    void whatIsAskedForMustBeThere() {
        AttestedImage nothing =
                with(image, new Evidence(new TreeMap<>(), new TreeMap<>(), Optional.empty(), new TreeMap<>()));
        Statements wanted =
                new Statements(Optional.of(EnumSet.of(Attestation.SBOM, Attestation.TESTS)), Optional.empty());

        assertThat(wanted.missing(nothing))
                .extracting(Problem::message)
                .containsExactly(
                        "there is no SBOM of app:1.0.0 for linux/amd64, which 'publish.attest' asks for",
                        "there is no SBOM of app:1.0.0 for linux/arm64, which 'publish.attest' asks for",
                        "there are no test results of app:1.0.0, which 'publish.attest' asks for");
        assertThat(wanted.missing(nothing))
                .extracting(problem -> problem.hint().orElseThrow())
                .contains(
                        "run 'image-manager sbom app:1.0.0' first",
                        "write a test for it, or leave 'tests' out of 'publish.attest'");
        AttestedImage untested = with(
                AttestFixture.image(AttestFixture.files(directory, "")
                        .with("images/app/test.yml", "schemaVersion: 2.0.0\n")
                        .generate()
                        .fleet()),
                nothing.evidence());
        assertThat(wanted.missing(untested))
                .extracting(problem -> problem.hint().orElseThrow())
                .contains("run 'image-manager test app:1.0.0' first");
        assertThat(wanted.missing(image)).isEmpty();
        assertThat(wanted.of(image))
                .extracting(Statement::predicateType)
                .doesNotContain(Provenance.PREDICATE_TYPE)
                .hasSize(3);
        assertThat(ALL.missing(nothing)).isEmpty();
    }

    @Test
    void whatIsNoDocumentIsNoSbom() {
        TreeMap<Platform, byte[]> sboms = new TreeMap<>();
        sboms.put(AMD64, bytes("[]"));
        AttestedImage damaged = with(image, new Evidence(new TreeMap<>(), new TreeMap<>(), Optional.empty(), sboms));

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> ALL.of(damaged))
                .withMessageContaining("the SBOM of app:1.0.0 is not a JSON document");
    }

    @Test
    void bothVersionsOfSpdxHavePackages() throws IOException {
        assertThat(Sbom.packages(json(bytes("{\"packages\":[{},{}]}")))).isEqualTo(2);
        assertThat(Sbom.packages(json(bytes("{\"@graph\":[{\"type\":\"software_Package\"},{\"type\":\"Person\"}]}"))))
                .isEqualTo(1);
        assertThat(Sbom.packages(
                        json(bytes("{\"packages\":[{\"SPDXID\":\"image\"},{\"SPDXID\":\"a\"}],\"relationships\":"
                                + "[{\"spdxElementId\":\"SPDXRef-DOCUMENT\",\"relationshipType\":\"DESCRIBES\","
                                + "\"relatedSpdxElement\":\"image\"}]}"))))
                .as("without the image itself")
                .isEqualTo(1);
        assertThat(Sbom.packages(json(bytes("{}")))).isZero();
    }
}
