package dev.imagemanager.pipeline.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.TestDigests;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.reference.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SbomDocumentsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final SbomSubject SUBJECT = subject("team/app", "image");
    private static final List<String> PACKAGES = List.of("libc6=2.36-9+deb12u14", "bash=5.2.15-2");

    private static SbomSubject subject(String image, String content) {
        return new SbomSubject(
                new TargetName(image, "1.0"),
                Platform.LINUX_AMD64,
                TestDigests.of(content),
                Instant.parse("1980-02-01T00:00:00Z"),
                new PackageScanner.Identity("scanner", "1.0"));
    }

    @Test
    void twoScansOfAnImageAreTheSameBytes() {
        SpdxDocument first = SpdxDocument.of(SampleSboms.spdx(PACKAGES), SUBJECT);

        assertThat(SpdxDocument.of(SampleSboms.spdx(PACKAGES), SUBJECT).content())
                .isEqualTo(first.content());
        assertThat(first.packages()).isEqualTo(2);
        assertThat(CycloneDxDocument.of(SampleSboms.cycloneDx(), SUBJECT))
                .isEqualTo(CycloneDxDocument.of(SampleSboms.cycloneDx(), SUBJECT));
    }

    @Test
    void theSpdxDocumentIsAboutTheImageByItsDigest() throws IOException {
        JsonNode document = JSON.readTree(
                SpdxDocument.of(SampleSboms.spdx(PACKAGES), SUBJECT).content());
        String hex = TestDigests.of("image").hex();

        assertThat(document.path("name").asText()).isEqualTo("team/app:1.0");
        assertThat(document.path("documentNamespace").asText())
                .isEqualTo("https://spdx.org/spdxdocs/team-app-1.0-linux-amd64-" + hex + "-scanner-1.0");
        assertThat(document.path("creationInfo").toString())
                .isEqualTo(
                        "{\"licenseListVersion\":\"3.27\",\"creators\":[\"Tool: scanner-1.0\",\"Tool: image-manager\"],"
                                + "\"created\":\"1980-02-01T00:00:00Z\"}");
        JsonNode image = document.path("packages").path(0);
        assertThat(image.path("name").asText()).isEqualTo("team/app");
        assertThat(image.path("versionInfo").asText()).isEqualTo("1.0");
        assertThat(image.path("checksums").path(0).path("checksumValue").asText())
                .isEqualTo(hex);
        assertThat(image.path("externalRefs").path(0).path("referenceLocator").asText())
                .isEqualTo("pkg:oci/app@sha256%3A" + hex + "?arch=amd64&tag=1.0");
    }

    /** Files without checksums are no valid SPDX, and neither is what refers to them. */
    @Test
    void itListsPackagesAndNoFiles() throws IOException {
        JsonNode document = JSON.readTree(
                SpdxDocument.of(SampleSboms.spdx(PACKAGES), SUBJECT).content());

        assertThat(document.has("files")).isFalse();
        assertThat(document.path("relationships")).singleElement().satisfies(describes -> assertThat(
                        describes.path("relationshipType").asText())
                .isEqualTo("DESCRIBES"));
        JsonNode libc = document.path("packages").path(1);
        assertThat(libc.path("filesAnalyzed").asBoolean(true)).isFalse();
        assertThat(libc.has("packageVerificationCode")).isFalse();
        assertThat(libc.path("versionInfo").asText()).isEqualTo("2.36-9+deb12u14");
    }

    @Test
    void theCycloneDxDocumentIsAboutTheImageByItsDigest() throws IOException {
        JsonNode document = JSON.readTree(CycloneDxDocument.of(SampleSboms.cycloneDx(), SUBJECT));

        assertThat(document.path("serialNumber").asText())
                .matches("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
        assertThat(document.path("metadata").path("timestamp").asText()).isEqualTo("1980-02-01T00:00:00Z");
        assertThat(document.path("metadata").path("tools").path("components"))
                .extracting(tool -> tool.path("name").asText())
                .containsExactly("scanner", "image-manager");
        assertThat(document.path("metadata").path("component").toString())
                .isEqualTo("{\"bom-ref\":\"a\",\"type\":\"container\",\"name\":\"team/app\",\"version\":\"1.0\","
                        + "\"purl\":\"" + SUBJECT.imageUrl() + "\"}");
        assertThat(CycloneDxDocument.of(SampleSboms.cycloneDx(), subject("team/app", "another")))
                .asString(StandardCharsets.UTF_8)
                .doesNotContain(document.path("serialNumber").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | Unexpected end-of-input",
                "[] | it is no JSON object",
                "{} | its 'spdxVersion' is missing",
                "{\"spdxVersion\":\"SPDX-2.2\"} | its 'spdxVersion' is 'SPDX-2.2'",
                "{\"spdxVersion\":\"SPDX-2.3\"} | its 'SPDXID' is missing",
                "{\"spdxVersion\":\"SPDX-2.3\",\"SPDXID\":\"SPDXRef-DOCUMENT\"} | it has no list of packages",
                "{\"spdxVersion\":\"SPDX-2.3\",\"SPDXID\":\"SPDXRef-DOCUMENT\",\"packages\":[]} | it does not describe one image",
                "{\"spdxVersion\":\"SPDX-2.3\",\"SPDXID\":\"SPDXRef-DOCUMENT\",\"packages\":[]} {} | Trailing token"
            })
    void whatIsNoSpdxIsNotUsed(String printed, String reason) {
        assertThatThrownBy(() -> SpdxDocument.of(printed.getBytes(StandardCharsets.UTF_8), SUBJECT))
                .isInstanceOfSatisfying(EnvironmentException.class, refused -> assertThat(
                                refused.problems().get(0).message())
                        .startsWith("the SBOM of team/app:1.0 for linux/amd64 is not used: what scanner 1.0 wrote is no"
                                + " SPDX 2.3: " + reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null | it is no JSON object",
                "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\"} | its 'specVersion' is '1.5'",
                "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\"} | it does not say what it is about"
            })
    void whatIsNoCycloneDxIsNotUsed(String printed, String reason) {
        assertThatThrownBy(() -> CycloneDxDocument.of(printed.getBytes(StandardCharsets.UTF_8), SUBJECT))
                .hasMessageContaining("is no CycloneDX 1.6: " + reason);
    }
}
