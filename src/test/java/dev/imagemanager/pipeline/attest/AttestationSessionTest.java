package dev.imagemanager.pipeline.attest;

import static dev.imagemanager.pipeline.attest.AttestFixture.AMD64;
import static dev.imagemanager.pipeline.attest.AttestFixture.INDEX;
import static dev.imagemanager.pipeline.attest.AttestFixture.PLATFORMS;
import static dev.imagemanager.pipeline.attest.AttestFixture.SOURCE;
import static dev.imagemanager.pipeline.attest.AttestFixture.evidence;
import static dev.imagemanager.pipeline.attest.AttestFixture.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.settings.PublishPlace;
import dev.imagemanager.model.settings.PublishSettings.Signing;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.reference.Digest;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AttestationSessionTest {

    private static final String SIGN = "publish: { sign: { key: cosign.key } }\n";

    @TempDir
    Path directory;

    private final FakeAttachments attachments = new FakeAttachments();
    private FakeSigner signer = FakeSigner.create("own");
    private Optional<FleetSource> source = Optional.of(SOURCE);

    private final BlobSigners signers = new BlobSigners() {
        @Override
        public BlobSigner open(Signing signing) {
            return signer;
        }

        @Override
        public SignatureVerifier verifier(Optional<String> publicKey, Optional<Signing> signing) {
            throw new UnsupportedOperationException("nothing is verified");
        }
    };

    private Optional<AttestationSession> open(Fleet fleet) throws InterruptedException {
        return new ImageAttester(signers, attachments, folder -> source).open(fleet);
    }

    private List<Added> attach(Fleet fleet, AttestedImage image) throws InterruptedException {
        return open(fleet).orElseThrow().attach(image, place(fleet));
    }

    private static PublishPlace place(Fleet fleet) {
        return fleet.settings().publishing().destinations().get(0);
    }

    private FakeAttachments.FakePlace repository(Fleet fleet) {
        return attachments.at(place(fleet).registry(), "acme/app");
    }

    @Test
    void nothingIsAttachedUnlessTheFleetSaysSo() throws InterruptedException {
        assertThat(open(AttestFixture.fleet(directory, ""))).isEmpty();
        assertThat(open(AttestFixture.fleet(directory, "publish: { attest: [] }\n")))
                .isEmpty();
    }

    @Test
    void tenPublicationsAttachOnceAndReadNothing() throws InterruptedException {
        Fleet fleet = AttestFixture.fleet(directory, SIGN);
        AttestedImage image = AttestFixture.image(fleet);

        assertThat(attach(fleet, image)).hasSize(8).allMatch(Added::isSigned);
        IntStream.range(0, 9).forEach(i -> {
            try {
                assertThat(attach(fleet, image)).isEmpty();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });

        assertThat(repository(fleet).stored).hasSize(8);
        assertThat(repository(fleet).read).isEmpty();
        assertThat(signer.signed()).hasSize(8);
        assertThat(repository(fleet).signatures(INDEX)).hasSize(1);
    }

    @Test
    void anotherCommitOfTheSameBuildIsNoNews() throws InterruptedException {
        Fleet fleet = AttestFixture.fleet(directory, SIGN);
        AttestedImage image = AttestFixture.image(fleet);
        attach(fleet, image);

        source = Optional.of(new FleetSource("f".repeat(40), Optional.empty()));
        assertThat(attach(fleet, image)).isEmpty();
        source = Optional.empty();
        assertThat(attach(fleet, image)).isEmpty();
        assertThat(attach(fleet, with(image, evidence("it greets you"))))
                .extracting(Added::what, Added::digest)
                .containsExactly(tuple(Evident.TESTS, PLATFORMS.get(AMD64)));
        AttestedImage other = with(
                image, new Evidence(new TreeMap<>(), new TreeMap<>(), Optional.empty(), Collections.emptySortedMap()));
        assertThat(attach(fleet, other)).extracting(Added::what).containsOnly(Evident.PROVENANCE);
    }

    @Test
    void whatAnotherKeySignedDoesNotCount() throws InterruptedException {
        Fleet fleet = AttestFixture.fleet(directory, SIGN);
        AttestedImage image = AttestFixture.image(fleet);
        attach(fleet, image);

        signer = FakeSigner.create("other");
        assertThat(attach(fleet, image)).hasSize(8);
        assertThat(attach(fleet, image)).isEmpty();
        assertThat(repository(fleet).signatures(INDEX)).hasSize(2);
    }

    @Test
    void aSignatureOfTheSameKeyForAnotherRepositoryCounts() throws InterruptedException {
        Fleet fleet = AttestFixture.fleet(directory, "publish: { attest: [], sign: { key: cosign.key } }\n");
        AttestedImage image = AttestFixture.image(fleet);
        Signable elsewhere = Signable.payload("staging.example.com/app", INDEX);
        Signable ofOther = Signable.payload("staging.example.com/app", PLATFORMS.get(AMD64));
        for (Digest subject : image.digests()) {
            for (Signable payload : List.of(elsewhere, ofOther)) {
                repository(fleet)
                        .store(
                                subject,
                                new Attachment.OfImage(
                                        payload, signer.sign(List.of(payload)).get(0)));
            }
        }

        assertThat(attach(fleet, image))
                .as("of the third there is none that is about it")
                .extracting(Added::digest)
                .containsExactly(PLATFORMS.get(AttestFixture.ARM64));
    }

    @Test
    void anAnnotationThatLiesHidesNothing() throws InterruptedException {
        Fleet fleet = AttestFixture.fleet(directory, SIGN);
        AttestedImage image = AttestFixture.image(fleet);
        attach(fleet, image);
        FakeAttachments.FakePlace repository = repository(fleet);
        List<FakeAttachments.Stored> real = List.copyOf(repository.stored);
        repository.stored.clear();
        // Each has the signature that it should have, and other content.
        real.forEach(entry -> repository.put(
                entry.subject(),
                entry.attached().kind(),
                entry.attached().predicateType(),
                entry.attached().signature(),
                AttestFixture.bytes("{}")));

        assertThat(attach(fleet, image)).hasSize(8);
    }

    @Test
    void threadsThatPublishTheSameImageAttachItOnce() throws Exception {
        Fleet fleet = AttestFixture.fleet(directory, SIGN);
        AttestedImage image = AttestFixture.image(fleet);
        AttestationSession session = open(fleet).orElseThrow();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<List<Added>>> all =
                    threads.invokeAll(Collections.nCopies(16, () -> session.attach(image, place(fleet))));
            int count = 0;
            for (Future<List<Added>> added : all) {
                count += added.get().size();
            }
            assertThat(count).isEqualTo(8);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void withoutAKeyStatementsAreNotSigned() throws InterruptedException {
        Fleet fleet = AttestFixture.fleet(directory, "publish: { attest: [provenance, tests] }\n");
        AttestedImage image = AttestFixture.image(fleet);

        assertThat(attach(fleet, image))
                .hasSize(3)
                .noneMatch(Added::isSigned)
                .extracting(Added::what)
                .containsOnly(Evident.PROVENANCE, Evident.TESTS);
        assertThat(attach(fleet, image)).isEmpty();
        source = Optional.empty();
        assertThat(attach(fleet, image)).as("of the same build").isEmpty();
        assertThat(signer.signed()).isEmpty();
    }

    @Test
    void whatIsMissingIsSaidBeforeAnythingIsAttached() throws InterruptedException {
        Fleet fleet = AttestFixture.fleet(directory, "publish: { attest: [sbom], sign: { key: cosign.key } }\n");
        AttestedImage image = with(
                AttestFixture.image(fleet),
                new Evidence(new TreeMap<>(), new TreeMap<>(), Optional.empty(), Collections.emptySortedMap()));
        AttestationSession session = open(fleet).orElseThrow();

        assertThat(session.missing(image)).hasSize(2);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> session.attach(image, place(fleet)))
                .withMessageContaining("there is no SBOM of app:1.0.0");
        assertThat(repository(fleet).stored).isEmpty();
    }
}
