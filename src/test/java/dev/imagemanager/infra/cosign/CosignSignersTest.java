package dev.imagemanager.infra.cosign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.TestSigningKeys;
import dev.imagemanager.config.FleetConfig.Secret;
import dev.imagemanager.infra.doctor.FakeMachine;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.model.settings.PublishSettings.Signing;
import dev.imagemanager.pipeline.attest.BlobSigner;
import dev.imagemanager.pipeline.attest.Signable;
import dev.imagemanager.pipeline.attest.Signable.Kind;
import dev.imagemanager.pipeline.attest.Signature;
import dev.imagemanager.pipeline.attest.SignatureVerifier;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With programs that stand for cosign; {@code AttestationsIT} has the real one. */
@Timeout(60)
class CosignSignersTest {

    private static final Signing.Keyless KEYLESS =
            new Signing.Keyless(Optional.of("me@example.com"), Optional.of("https://issuer.example.com"));

    /** Writes its arguments, and what the environment has of a password. */
    private static final String LOG = "echo \"$COSIGN_PASSWORD $*\" >> \"$0.log\"\n";

    @TempDir
    Path root;

    private final TestSigningKeys pair = TestSigningKeys.create("EC");
    private FakeMachine machine;

    @BeforeEach
    void makeMachine() {
        machine = new FakeMachine(root).file("/cosign.key", "a key").file("/cosign.pub", pair.publicPem());
        machine.environment().set("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
    }

    private CosignSigners signers() {
        CosignProgram cosign = new CosignProgram(new ProcessRunner(), machine.executables());
        return new CosignSigners(cosign, new PublicKeys(cosign, machine.environment()), machine.environment());
    }

    private String path(String name) {
        return root.resolve(name).toString();
    }

    private Signing.WithKey withKey() {
        return new Signing.WithKey(path("cosign.key"), Optional.of(path("cosign.pub")), Optional.empty());
    }

    private void cosign(String script) {
        machine.program("cosign", LOG + script);
    }

    private String log() throws IOException {
        return Files.readString(root.resolve("bin/cosign.log"));
    }

    /** Prints the public key, and signs each file with openssl, as cosign does. */
    private void cosignThatSigns() throws IOException {
        Files.writeString(root.resolve("private.pem"), pair.privatePem());
        cosign(
                """
                case $1 in
                  public-key) cat %s ;;
                  sign-blob)
                    while [ "$1" != --key ]; do shift; done
                    shift 2
                    for file; do openssl dgst -sha256 -sign %s "$file" | base64 -w 0; echo; done ;;
                esac
                """
                        .formatted(path("cosign.pub"), path("private.pem")));
    }

    private static Signable statement(String text) {
        return new Signable(Kind.STATEMENT, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Signable payload(String text) {
        return new Signable(Kind.PAYLOAD, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void oneCallSignsAllAndThePasswordIsNoArgument() throws IOException, InterruptedException {
        cosignThatSigns();
        machine.environment().set("COSIGN_PASSWORD", "from the environment");

        BlobSigner signer = signers().open(withKey());
        List<Signable> contents = List.of(payload("a"), statement("b"));
        List<Signature> signatures = signer.sign(contents);

        assertThat(signer.signer()).hasToString("key cosign.pub");
        assertThat(signer.verifies(contents.get(0), signatures.get(0))).isTrue();
        assertThat(signer.verifies(contents.get(1), signatures.get(1))).isTrue();
        assertThat(signer.verifies(payload("b"), signatures.get(1)))
                .as("not of the encoding")
                .isFalse();
        assertThat(signer.verifies(contents.get(0), Signature.of("?"))).isFalse();
        assertThat(log().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("from the environment "))
                .last()
                .asString()
                .contains("sign-blob --yes --tlog-upload=false --key " + path("cosign.key") + " ");

        signers()
                .open(new Signing.WithKey(path("cosign.key"), Optional.empty(), Optional.of(new Secret("configured"))));
        assertThat(log()).contains("configured public-key --key " + path("cosign.key") + "\n");
    }

    @Test
    void aKeyOfAnotherPairIsNoticedBeforeItsSignaturesAreUploaded() throws IOException, InterruptedException {
        cosignThatSigns();
        Files.writeString(
                root.resolve("private.pem"), TestSigningKeys.create("EC").privatePem());
        BlobSigner signer = signers().open(withKey());

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> signer.sign(List.of(payload("a"))))
                .withMessageContaining("what it printed is not a signature of the key cosign.pub");
    }

    @Test
    void allReasonsWhyAKeyCannotBeUsedAreSaid() {
        Signing.WithKey wrong =
                new Signing.WithKey(path("absent.key"), Optional.of(path("cosign.key")), Optional.empty());
        machine.environment().set("PATH", root.resolve("bin").toString());

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> signers().open(wrong))
                .satisfies(failure -> assertThat(failure.problems())
                        .extracting(Problem::message)
                        .anyMatch(message -> message.contains("absent.key, which 'publish.sign.key' names"))
                        .anyMatch(message -> message.contains("cosign.key is not a public key"))
                        .anyMatch(message -> message.contains("cosign is needed to sign images")));
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(
                        () -> signers().open(new Signing.WithKey("env://ABSENT", Optional.empty(), Optional.empty())))
                .withMessageContaining("the environment variable ABSENT");
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> signers().open(withKey()))
                .withMessageContaining("cosign is needed to sign images");
    }

    @Test
    void aWrongPasswordIsInputAndAServiceThatFailsIsNot() {
        cosign("echo 'Error: decrypt: encrypted: decryption failed' >&2; exit 1\n");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> signers().open(withKey()))
                .withMessageContaining("its password is missing or wrong");

        cosign("echo 'Error: reading key: invalid pem block' >&2; exit 1\n");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> signers().open(withKey()))
                .withMessageContaining("invalid pem block")
                .withMessageContaining("use a key as 'cosign generate-key-pair' makes them");

        cosign("echo 'Error: kms get: VAULT_ADDR is not set' >&2; exit 1\n");
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() ->
                        signers().open(new Signing.WithKey("hashivault://key", Optional.empty(), Optional.empty())))
                .withMessageContaining("cosign cannot open the key hashivault://key: it says 'kms get: VAULT_ADDR");

        cosign("exit 7\n");
        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> signers().open(withKey()))
                .withMessageContaining("it ended with exit code 7");
    }

    @Test
    void keysOfOtherKindsAreRefused() throws IOException {
        TestSigningKeys edwards = TestSigningKeys.create("Ed25519");
        Files.writeString(root.resolve("cosign.pub"), edwards.publicPem());
        cosign("cat " + path("cosign.pub") + "\n");

        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> signers().open(withKey()))
                .withMessageContaining("cosign signs files with ECDSA and P-256 alone");
    }

    @Test
    void aPublicKeyVerifiesWithoutCosign() throws InterruptedException {
        machine.environment().set("PATH", root.resolve("bin").toString());
        machine.environment().set("PUBLIC", pair.publicPem());

        assertThat(signers()
                        .verifier(Optional.of(path("cosign.pub")), Optional.empty())
                        .signer())
                .hasToString("key cosign.pub");
        assertThat(signers()
                        .verifier(Optional.of("env://PUBLIC"), Optional.empty())
                        .signer())
                .hasToString("key env://PUBLIC");
        assertThat(signers().verifier(Optional.empty(), Optional.of(withKey())).signer())
                .hasToString("key cosign.pub");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> signers().verifier(Optional.empty(), Optional.empty()))
                .withMessageContaining("it is not known whose signatures to look for");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> signers().verifier(Optional.of(path("absent.pub")), Optional.empty()))
                .withMessageContaining("the public key cannot be read: " + path("absent.pub") + " does not exist");
    }

    /** What {@code cosign sign-blob --bundle} and {@code attest-blob --bundle} of 2.6 write. */
    private void cosignWithIdentity() {
        cosign(
                """
                for argument; do
                  case $last in --bundle) bundle=$argument ;; --statement) statement=$argument ;; esac
                  last=$argument
                done
                case $1 in
                  sign-blob) value=c2lnbmVk ;;
                  attest-blob) value=$(printf '{"payloadType":"application/vnd.in-toto+json","payload":"%s","signatures":[{"keyid":"","sig":"c2lnbmVk"}]}' \
                    "$(base64 -w 0 < $statement)" | base64 -w 0) ;;
                  verify-*)
                    grep -q '"cert":"Y2VydA=="' "$bundle" && grep -q '"rekorBundle":{"SignedEntryTimestamp":"x"}' "$bundle" || exit 1
                    exit 0 ;;
                esac
                printf '{"base64Signature":"%s","cert":"Y2VydA==","rekorBundle":{"SignedEntryTimestamp":"x"}}' "$value" > "$bundle"
                """);
    }

    @Test
    void anIdentityHasACertificateAndAnEntryOfTheLog() throws IOException, InterruptedException {
        cosignWithIdentity();
        BlobSigner signer = signers().open(KEYLESS);
        List<Signable> contents =
                List.of(payload("a"), statement("{\"predicateType\":\"https://slsa.dev/provenance/v1\"}"));

        List<Signature> signatures = signer.sign(contents);

        assertThat(signatures).hasSize(2).allSatisfy(signature -> {
            assertThat(signature.value()).isEqualTo("c2lnbmVk");
            assertThat(signature.proof())
                    .containsEntry("dev.sigstore.cosign/certificate", "cert")
                    .containsEntry("dev.sigstore.cosign/bundle", "{\"SignedEntryTimestamp\":\"x\"}");
        });
        assertThat(signer.signer()).hasToString("me@example.com of https://issuer.example.com");
        assertThat(signer.verifies(contents.get(0), signatures.get(0))).isTrue();
        assertThat(signer.verifies(contents.get(1), signatures.get(1))).isTrue();
        assertThat(signer.verifies(contents.get(0), Signature.of("c2lnbmVk")))
                .as("without proof")
                .isFalse();
        TreeMap<String, String> others = new TreeMap<>(signatures.get(0).proof());
        others.put("dev.sigstore.cosign/certificate", "other");
        assertThat(signer.verifies(contents.get(0), new Signature("c2lnbmVk", others)))
                .isFalse();
        assertThat(log())
                .contains(
                        "verify-blob --bundle ",
                        "verify-blob-attestation --check-claims=false --type https://slsa.dev/provenance/v1")
                .contains("--certificate-identity me@example.com --certificate-oidc-issuer https://issuer.example.com");
    }

    @Test
    void withoutANetworkNobodyIsVerified() throws InterruptedException {
        cosignWithIdentity();
        SignatureVerifier verifier = signers().verifier(Optional.empty(), Optional.of(KEYLESS));
        Signature signature =
                signers().open(KEYLESS).sign(List.of(payload("a"))).get(0);
        cosign("echo 'Error: getting Rekor public keys: no such host' >&2; exit 1\n");

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> verifier.verifies(payload("a"), signature))
                .withMessageContaining("cosign cannot verify without a key");
    }

    @Test
    void anIdentityMustBeNamed() {
        cosignWithIdentity();
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> signers().open(new Signing.Keyless(Optional.empty(), Optional.empty())))
                .satisfies(failure -> assertThat(failure.problems()).hasSize(2).allMatch(problem -> problem.message()
                        .contains("'publish.sign.keyless' needs 'publish.sign.")));
    }

    @Test
    void aBundleThatIsNoneIsAFailure() throws InterruptedException {
        cosign(
                "while [ $# -gt 0 ]; do [ \"$1\" = --bundle ] && echo '{\"base64Signature\":\"e30=\",\"cert\":\"\"}' > \"$2\"; shift; done\n");
        BlobSigner signer = signers().open(KEYLESS);

        assertThatExceptionOfType(EnvironmentException.class)
                .isThrownBy(() -> signer.sign(List.of(statement("{}"))))
                .withMessageContaining("it wrote an envelope that is not valid");
    }
}
