package dev.imagemanager.infra.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.InvalidKeySpecException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemPrivateKeyTest {

    private static final Path KEYS = Path.of("src/test/resources/docker-tls");

    private static String key(String file) throws IOException {
        return Files.readString(KEYS.resolve(file));
    }

    @ParameterizedTest
    @CsvSource({"key.pem, EC", "rsa-pkcs8.pem, RSA", "ed25519.pem, EdDSA"})
    void theUsualFormIsRead(String file, String algorithm) throws IOException, GeneralSecurityException {
        assertThat(PemPrivateKey.parse(key(file)).getAlgorithm()).isEqualTo(algorithm);
    }

    @ParameterizedTest
    @CsvSource({"rsa-pkcs1.pem, rsa-pkcs8.pem", "ec-sec1.pem, key.pem"})
    void anOlderFormHoldsTheSameKey(String older, String usual) throws IOException, GeneralSecurityException {
        assertThat(secret(PemPrivateKey.parse(key(older)))).isEqualTo(secret(PemPrivateKey.parse(key(usual))));
    }

    private static BigInteger secret(PrivateKey key) {
        return key instanceof RSAPrivateKey rsa ? rsa.getPrivateExponent() : ((ECPrivateKey) key).getS();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa-encrypted.pem", "ec-encrypted.pem"})
    void aPassphraseIsRefused(String file) {
        assertThatThrownBy(() -> PemPrivateKey.parse(key(file)))
                .isInstanceOf(InvalidKeySpecException.class)
                .hasMessageContaining("passphrase");
    }

    @Test
    void whatIsNoKeyIsNamed() {
        assertThatThrownBy(() -> PemPrivateKey.parse(key("cert.pem")))
                .hasMessage("it does not contain a PEM private key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa-pkcs1.pem", "ec-sec1.pem", "key.pem"})
    void aDamagedKeyIsNamed(String file) throws IOException {
        String whole = key(file);
        int middle = whole.indexOf("PRIVATE KEY-----\n") + 25;
        String damaged = whole.substring(0, middle) + whole.substring(whole.indexOf("\n-----END", middle));

        assertThatThrownBy(() -> PemPrivateKey.parse(damaged))
                .isInstanceOf(InvalidKeySpecException.class)
                .hasMessageContaining("damaged");
    }
}
