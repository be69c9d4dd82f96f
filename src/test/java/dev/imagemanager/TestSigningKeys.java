package dev.imagemanager;

import dev.imagemanager.seal.SigningKeys;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Optional;

/** A new pair of keys. */
public record TestSigningKeys(KeyPair pair) {

    public static TestSigningKeys create(String algorithm) {
        try {
            return new TestSigningKeys(KeyPairGenerator.getInstance(algorithm).generateKeyPair());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static TestSigningKeys create() {
        return create("Ed25519");
    }

    public String publicPem() {
        return pem("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    public String privatePem() {
        return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    private static String pem(String label, byte[] encoded) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END "
                + label + "-----\n";
    }

    public SigningKeys signing() {
        return keys(Optional.of(privatePem()));
    }

    public SigningKeys verifying() {
        return keys(Optional.empty());
    }

    private SigningKeys keys(Optional<String> privateKey) {
        try {
            return SigningKeys.of(publicPem(), privateKey);
        } catch (SigningKeys.InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
