package dev.imagemanager.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {

    /** FIPS 180-2, B.1. */
    private static final String OF_ABC = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void contentHasOne() {
        assertThat(Digest.of(bytes("abc"))).hasToString(OF_ABC).isEqualTo(Digest.parse(OF_ABC));
    }

    @Test
    void contentThatIsReadInPiecesHasTheSame() {
        MessageDigest sha256 = Digest.sha256();
        sha256.update(bytes("a"));
        sha256.update(bytes("bc"));

        assertThat(Digest.finish(sha256)).isEqualTo(Digest.of(bytes("abc")));
    }

    @ParameterizedTest
    @CsvSource({"sha256, 64", "sha384, 96", "sha512, 128"})
    void everyAlgorithmHasItsLength(String algorithm, int digits) {
        String hex = "0a".repeat(digits / 2);

        assertThat(Digest.find(algorithm + ":" + hex)).contains(new Digest(algorithm, hex));
        assertThat(Digest.parse(algorithm + ":" + hex)).hasToString(algorithm + ":" + hex);
        assertThat(Digest.find(algorithm + ":" + hex + "0")).isEmpty();
        assertThat(Digest.find(algorithm + ":" + hex.substring(1))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "sha256",
                "sha256:",
                "sha256:abc",
                "md5:00000000000000000000000000000000",
                "SHA256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                "sha256:ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n",
                " sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha256:../../../../../../../../../../../../../../../../../../../../etc/pw",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            })
    void whateverElseIsWrittenIsNotOne(String text) {
        assertThat(Digest.find(text)).isEmpty();
        assertThatThrownBy(() -> Digest.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not a valid digest");
    }

    @ParameterizedTest
    @CsvSource({
        "md5, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "sha256, ba78",
        "sha256, ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    })
    void noneIsMadeOfWhatIsNotOne(String algorithm, String hex) {
        assertThatThrownBy(() -> new Digest(algorithm, hex))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + algorithm + ":" + hex + "' is not a valid digest");
    }

    @Test
    void peopleSeeItsBeginning() {
        assertThat(Digest.parse(OF_ABC).abbreviated()).isEqualTo("sha256:ba7816bf8f01");
    }

    @Test
    void areOrderedByTheirText() {
        String one = "sha256:" + "1".repeat(64);
        String two = "sha256:" + "2".repeat(64);
        String other = "sha512:" + "0".repeat(128);

        assertThat(Stream.of(other, two, one).map(Digest::parse).sorted())
                .extracting(Digest::toString)
                .containsExactly(one, two, other);
    }
}
