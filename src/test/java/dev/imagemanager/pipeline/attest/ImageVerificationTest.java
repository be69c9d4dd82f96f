package dev.imagemanager.pipeline.attest;

import static dev.imagemanager.pipeline.attest.AttestFixture.AMD64;
import static dev.imagemanager.pipeline.attest.AttestFixture.ARM64;
import static dev.imagemanager.pipeline.attest.AttestFixture.INDEX;
import static dev.imagemanager.pipeline.attest.AttestFixture.PLATFORMS;
import static dev.imagemanager.pipeline.attest.AttestFixture.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.imagemanager.TestFleet;
import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.PublishSettings.Signing;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.JsonDocument;
import dev.imagemanager.pipeline.attest.VerifiedImage.Part;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.reference.Digest;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageVerificationTest {

    private static final String SIGN = "publish: { sign: { key: cosign.key } }\n";
    private static final String REFERENCE = "registry.example.com/acme/app:1.0.0";

    @TempDir
    Path directory;

    private final FakeAttachments attachments = new FakeAttachments();
    private final FakeSigner signer = FakeSigner.create("own");

    private final BlobSigners signers = new BlobSigners() {
        @Override
        public BlobSigner open(Signing signing) {
            return signer;
        }

        @Override
        public SignatureVerifier verifier(Optional<String> publicKey, Optional<Signing> signing) {
            return signer;
        }
    };

    private FakeAttachments.FakePlace repository() {
        return attachments.at(Registry.at("registry.example.com"), "acme/app");
    }

    private TestFleet published(String publish) throws InterruptedException {
        TestFleet files = AttestFixture.files(directory, publish);
        Fleet fleet = files.generate().fleet();
        repository().with("1.0.0", INDEX, PLATFORMS);
        new ImageAttester(signers, attachments, folder -> Optional.of(SOURCE))
                .open(fleet)
                .orElseThrow()
                .attach(
                        AttestFixture.image(fleet),
                        fleet.settings().publishing().destinations().get(0));
        return files;
    }

    private List<VerifiedImage> verify(TestFleet files, String... names) throws InterruptedException {
        return new ImageVerification(files.loader(), files.generator(), signers, attachments)
                .verify(directory, List.of(names), Optional.empty(), Optional.empty());
    }

    private static Map<Evident, Finding> findings(VerifiedImage image, Digest digest) {
        return image.manifests().stream()
                .filter(part -> part.digest().equals(digest))
                .map(Part::findings)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void indexAndPlatformsAreVerified() throws InterruptedException {
        VerifiedImage image = verify(published(SIGN), REFERENCE).get(0);

        assertThat(image.isValid()).isTrue();
        assertThat(image.manifests())
                .extracting(Part::digest)
                .containsExactly(INDEX, PLATFORMS.get(AMD64), PLATFORMS.get(ARM64));
        assertThat(findings(image, INDEX).keySet()).containsExactly(Evident.SIGNATURE);
        assertThat(findings(image, PLATFORMS.get(AMD64)))
                .extractingByKeys(Evident.SIGNATURE, Evident.PROVENANCE, Evident.SBOM, Evident.TESTS)
                .extracting(Finding::text)
                .containsExactly("key own", "commit 012345678901", "1 package", "1 passed");
        assertThat(findings(image, PLATFORMS.get(ARM64))).doesNotContainKey(Evident.TESTS);
        var document = JsonDocument.create();
        image.describe(document);
        assertThat(document.at("/manifests/1/provenance/commit").asText()).isEqualTo(SOURCE.commit());
        assertThat(document.at("/manifests/1/tests/passed").asInt()).isEqualTo(1);
        assertThat(document.at("/manifests/0/platform").isNull()).isTrue();
    }

    @Test
    void targetsAreLookedForWhereTheyArePublished() throws InterruptedException {
        TestFleet files = published(SIGN);

        assertThat(verify(files)).extracting(VerifiedImage::name).containsExactly(REFERENCE);
        assertThat(verify(files, "app", "app:1", REFERENCE + "@" + INDEX, REFERENCE))
                .extracting(VerifiedImage::name, VerifiedImage::isValid)
                .containsExactly(tuple(REFERENCE, true), tuple(REFERENCE + "@" + INDEX, true));
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> verify(files, "ap:1.0.0"))
                .withMessageContaining("there is no target 'ap:1.0.0'");
        TestFleet nowhere = files.with(".image-manager.yml", SIGN);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> verify(nowhere, "app"))
                .withMessageContaining("no registry has 'default: true'");
    }

    @Test
    void referencesNeedNoFleet() throws InterruptedException {
        published(SIGN);
        TestFleet settings = new TestFleet(directory.resolve("empty")).with(".image-manager.yml", "");

        assertThat(new ImageVerification(settings.loader(), settings.generator(), signers, attachments)
                        .verify(settings.directory(), List.of(REFERENCE), Optional.empty(), Optional.of("own.pub")))
                .allMatch(VerifiedImage::isValid);
    }

    @Test
    void whatIsNotThereIsMissing() throws InterruptedException {
        TestFleet files = AttestFixture.files(directory, SIGN);
        repository().with("1.0.0", INDEX, PLATFORMS);

        VerifiedImage image = verify(files, "app").get(0);
        assertThat(image.isValid()).isFalse();
        assertThat(findings(image, PLATFORMS.get(ARM64)))
                .hasSize(4)
                .allSatisfy((what, finding) -> assertThat(finding.state()).isEqualTo(Finding.State.MISSING));
        VerifiedImage none = verify(files, "registry.example.com/acme/app:2").get(0);
        assertThat(none.isValid()).isFalse();
        assertThat(none.digest()).isEmpty();
    }

    @Test
    void theFleetSaysWhatMustBeThere() throws InterruptedException {
        TestFleet files = published("publish: { attest: [provenance], sign: { key: cosign.key } }\n");

        VerifiedImage image = verify(files, "app").get(0);
        assertThat(image.isValid()).isTrue();
        assertThat(findings(image, PLATFORMS.get(AMD64)).keySet())
                .containsExactly(Evident.SIGNATURE, Evident.PROVENANCE);
    }

    @Test
    void anImageWithoutAnIndexIsOne() throws InterruptedException {
        TestFleet files = published(SIGN);
        repository().with("single", PLATFORMS.get(AMD64), new TreeMap<>());

        VerifiedImage image =
                verify(files, "registry.example.com/acme/app:single").get(0);
        assertThat(image.isValid()).isTrue();
        assertThat(image.manifests()).singleElement().satisfies(part -> assertThat(part.platform())
                .isEmpty());
    }

    @Test
    void statementsThatAreNotSignedOrAboutAnotherImageAreNotBelieved() throws InterruptedException {
        TestFleet files = published("publish: { attest: [provenance] }\n");
        Digest amd64 = PLATFORMS.get(AMD64);
        Digest arm64 = PLATFORMS.get(ARM64);
        Statement moved = Statement.of(Sbom.PREDICATE_TYPE, "app", arm64, JsonDocument.create());
        repository()
                .store(
                        amd64,
                        new Attachment.OfStatement(
                                moved,
                                Optional.of(signer.sign(List.of(new Signable(Signable.Kind.STATEMENT, moved.content())))
                                        .get(0))));
        Statement foreign = Statement.of(Sbom.PREDICATE_TYPE, "app", arm64, JsonDocument.create());
        repository()
                .store(
                        arm64,
                        new Attachment.OfStatement(
                                foreign,
                                Optional.of(FakeSigner.create("other")
                                        .sign(List.of(new Signable(Signable.Kind.STATEMENT, foreign.content())))
                                        .get(0))));

        VerifiedImage image =
                verify(files.with(".image-manager.yml", ""), REFERENCE).get(0);
        assertThat(findings(image, amd64))
                .extractingByKeys(Evident.PROVENANCE, Evident.SBOM)
                .extracting(Finding::text)
                .containsExactly("it is not signed", "it is about another image");
        assertThat(findings(image, arm64).get(Evident.SBOM).text())
                .isEqualTo("it has no valid signature of the key own");
    }

    @Test
    void failedTestsAreNotValidAndTheNewestCount() throws InterruptedException {
        TestFleet files = published(SIGN);
        Digest amd64 = PLATFORMS.get(AMD64);
        TestEvidence failed = new TestEvidence(amd64, AMD64, INDEX, List.of("a"), List.of("b"));
        Statement statement = Statement.of(
                TestResult.PREDICATE_TYPE, "app", amd64, TestResult.of(new TargetName("app", "1.0.0"), failed));
        repository()
                .store(
                        amd64,
                        new Attachment.OfStatement(
                                statement,
                                Optional.of(
                                        signer.sign(List.of(new Signable(Signable.Kind.STATEMENT, statement.content())))
                                                .get(0))));

        Finding tests = findings(verify(files, "app").get(0), amd64).get(Evident.TESTS);
        assertThat(tests.isValid()).isFalse();
        assertThat(tests.text()).isEqualTo("1 failed");
        assertThat(tests.facts().path("passed").asInt()).isEqualTo(1);
    }

    @Test
    void hostileContentIsNoneOfTheSigners() throws InterruptedException {
        TestFleet files = AttestFixture.files(directory, SIGN);
        Digest amd64 = PLATFORMS.get(AMD64);
        repository().with("1.0.0", amd64, Collections.emptySortedMap());
        for (String content : List.of("", "{", "[]", "{\"payload\":7}", "{\"signatures\":{}}")) {
            for (Attached.Kind kind : Attached.Kind.values()) {
                repository()
                        .put(
                                amd64,
                                kind,
                                Optional.of(Provenance.PREDICATE_TYPE),
                                Optional.of(Signature.of("not base64!")),
                                AttestFixture.bytes(content));
            }
        }

        VerifiedImage image = verify(files, REFERENCE).get(0);
        assertThat(image.isValid()).isFalse();
        assertThat(findings(image, amd64).get(Evident.PROVENANCE).state()).isEqualTo(Finding.State.INVALID);
        assertThat(findings(image, amd64).get(Evident.SIGNATURE).state()).isEqualTo(Finding.State.INVALID);
    }
}
