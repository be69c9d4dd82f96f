package dev.imagemanager.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagemanager.TestSigningKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeysTest {

    /** {@code openssl genpkey -algorithm ed25519}, of no use elsewhere. */
    private static final String PRIVATE =
            """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
            -----END PRIVATE KEY-----
            """;

    /** Of the key above (RFC 8032, 7.1, TEST 1). */
    private static final String PUBLIC =
            """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
            -----END PUBLIC KEY-----
            """;

    /** RFC 8032, 7.1, TEST 1: the signature of an empty message. */
    @Test
    void theSignatureIsThatOfTheStandard() throws SigningKeys.InvalidKeyException {
        byte[] expected = HexFormat.of()
                .parseHex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
                        + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");

        assertThat(SigningKeys.of(PUBLIC, Optional.of(PRIVATE)).sign(""))
                .isEqualTo(Base64.getEncoder().encodeToString(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "EC"})
    void onlyTheSignatureOfTheStatementWithTheKeyIsOne(String algorithm) {
        TestSigningKeys pair = TestSigningKeys.create(algorithm);
        SigningKeys signing = pair.signing();
        SigningKeys verifying = pair.verifying();
        String other = TestSigningKeys.create(algorithm).signing().sign("a statement");

        String signature = signing.sign("a statement");

        assertThat(signing.canSign()).isTrue();
        assertThat(verifying.canSign()).isFalse();
        assertThat(verifying.isSigned("a statement", signature)).isTrue();
        assertThat(verifying.isSigned("another statement", signature)).isFalse();
        assertThat(verifying.isSigned("a statement", other)).isFalse();
        for (String text : new String[] {"", "****", "AAAA", signature + "AAAA", "ü"}) {
            assertThat(verifying.isSigned("a statement", text)).as(text).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nothing, the public key is not in PEM form: it has no line '-----BEGIN PUBLIC KEY-----'",
        "'-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', the public key is neither an Ed25519 key nor one of an elliptic curve",
        "'-----BEGIN PUBLIC KEY-----\nA\n-----END PUBLIC KEY-----', the content of the public key is not valid Base64",
        "'-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----', the public key is a 'ENCRYPTED SIGSTORE PRIVATE KEY' and not a 'PUBLIC KEY'",
    })
    void somethingElseIsNoPublicKey(String text, String reason) {
        assertThatExceptionOfType(SigningKeys.InvalidKeyException.class)
                .isThrownBy(() -> SigningKeys.of(text, Optional.empty()))
                .withMessage(reason);
    }

    @Test
    void bothKeysBelongTogether() {
        TestSigningKeys another = TestSigningKeys.create();
        TestSigningKeys elliptic = TestSigningKeys.create("EC");

        assertThatExceptionOfType(SigningKeys.InvalidKeyException.class)
                .isThrownBy(() -> SigningKeys.of(PUBLIC, Optional.of(another.privatePem())))
                .withMessage("the private key does not belong to the public key");
        assertThatExceptionOfType(SigningKeys.InvalidKeyException.class)
                .isThrownBy(() -> SigningKeys.of(PUBLIC, Optional.of(elliptic.privatePem())))
                .withMessage("the private key is of another kind than the public key");
        assertThatExceptionOfType(SigningKeys.InvalidKeyException.class)
                .isThrownBy(() -> SigningKeys.of(PUBLIC, Optional.of("hunter2")))
                .withMessage("the private key is not in PEM form: it has no line '-----BEGIN PRIVATE KEY-----'");
        assertThatExceptionOfType(SigningKeys.InvalidKeyException.class)
                .isThrownBy(() -> SigningKeys.of(TestSigningKeys.create("RSA").publicPem(), Optional.empty()))
                .withMessageContaining("neither an Ed25519 key");
    }

    @Test
    void aDirectoryIsNoKey(@TempDir Path directory) {
        assertThatExceptionOfType(SigningKeys.InvalidKeyException.class)
                .isThrownBy(() -> SigningKeys.read(directory, Optional.empty()))
                .withMessage("it is not a file");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> SigningKeys.read(directory.resolve("none"), Optional.empty()));
    }
}
