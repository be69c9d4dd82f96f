package dev.imagemanager.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A public key that verifies statements, and the private one that signs them, where it is known: Ed25519 (RFC 8032), or ECDSA
 * with SHA-256 (FIPS 186-5). Keys are in PEM form (RFC 7468), as OpenSSL writes them; signatures in Base64.
 */
public final class SigningKeys {

    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN (?<label>[A-Z ]{1,64})-----(?<content>[A-Za-z0-9+/=\\s]*)-----END \\k<label>-----");

    private static final String PUBLIC = "PUBLIC KEY";
    private static final String PRIVATE = "PRIVATE KEY";

    /** Of a file with a key, in bytes. */
    private static final int LIMIT = 64 << 10;

    /** What a private key is tried on. */
    private static final String PROBE = "probe";

    /** A kind of keys and signatures, by their names in Java. */
    private record Scheme(String keys, String signatures) {}

    private static final List<Scheme> SCHEMES =
            List.of(new Scheme("Ed25519", "Ed25519"), new Scheme("EC", "SHA256withECDSA"));

    private final Scheme scheme;
    private final PublicKey verifying;
    private final Optional<PrivateKey> signing;

    private SigningKeys(Scheme scheme, PublicKey verifying, Optional<PrivateKey> signing) {
        this.scheme = scheme;
        this.verifying = verifying;
        this.signing = signing;
    }

    /** A text is not a key that can be used. The message is a clause that does not contain it. */
    public static final class InvalidKeyException extends Exception {
        InvalidKeyException(String reason) {
            super(reason);
        }
    }

    /**
     * @param publicKey a file with a {@code PUBLIC KEY} in PEM form
     * @param privateKey see {@link #of}
     * @throws IOException if the file cannot be read
     */
    public static SigningKeys read(Path publicKey, Optional<String> privateKey)
            throws IOException, InvalidKeyException {
        if (Files.exists(publicKey) && !Files.isRegularFile(publicKey)) {
            throw new InvalidKeyException("it is not a file");
        }
        if (Files.size(publicKey) > LIMIT) {
            throw new InvalidKeyException("it is larger than " + LIMIT / 1024 + " KiB");
        }
        return of(Files.readString(publicKey), privateKey);
    }

    /**
     * @param publicKey {@code PUBLIC KEY} in PEM form
     * @param privateKey {@code PRIVATE KEY} in PEM form, without a password; empty for keys that only verify
     */
    public static SigningKeys of(String publicKey, Optional<String> privateKey) throws InvalidKeyException {
        byte[] encoded = decoded(publicKey, PUBLIC);
        for (Scheme scheme : SCHEMES) {
            Optional<PublicKey> verifying = publicKey(scheme, encoded);
            if (verifying.isPresent()) {
                SigningKeys keys = new SigningKeys(
                        scheme,
                        verifying.get(),
                        privateKey.isPresent()
                                ? Optional.of(privateKey(scheme, decoded(privateKey.get(), PRIVATE)))
                                : Optional.empty());
                if (keys.canSign() && !keys.isSigned(PROBE, keys.sign(PROBE))) {
                    throw new InvalidKeyException("the private key does not belong to the public key");
                }
                return keys;
            }
        }
        throw new InvalidKeyException("the public key is neither an Ed25519 key nor one of an elliptic curve");
    }

    private static byte[] decoded(String text, String label) throws InvalidKeyException {
        Matcher pem = PEM.matcher(text);
        if (!pem.find()) {
            throw new InvalidKeyException(
                    "the " + name(label) + " is not in PEM form: it has no line '-----BEGIN " + label + "-----'");
        }
        if (!pem.group("label").equals(label)) {
            throw new InvalidKeyException(
                    "the " + name(label) + " is a '" + pem.group("label") + "' and not a '" + label + "'");
        }
        try {
            return Base64.getMimeDecoder().decode(pem.group("content"));
        } catch (IllegalArgumentException malformed) {
            throw new InvalidKeyException("the content of the " + name(label) + " is not valid Base64");
        }
    }

    private static String name(String label) {
        return label.toLowerCase(Locale.ROOT);
    }

    private static Optional<PublicKey> publicKey(Scheme scheme, byte[] encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(scheme.keys()).generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (InvalidKeySpecException anotherKind) {
            return Optional.empty();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static PrivateKey privateKey(Scheme scheme, byte[] encoded) throws InvalidKeyException {
        try {
            return KeyFactory.getInstance(scheme.keys()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (InvalidKeySpecException anotherKind) {
            throw new InvalidKeyException("the private key is of another kind than the public key");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public boolean canSign() {
        return signing.isPresent();
    }

    /**
     * Returns the signature of a statement.
     *
     * @throws IllegalStateException if the private key is not known
     */
    public String sign(String statement) {
        try {
            Signature signature = Signature.getInstance(scheme.signatures());
            signature.initSign(signing.orElseThrow(() -> new IllegalStateException("there is no private key")));
            signature.update(statement.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns whether it is an elliptic curve with 256 bits, as P-256 (FIPS 186-5) has. */
    public boolean hasCurveOf256Bits() {
        return verifying instanceof ECPublicKey key
                && key.getParams().getCurve().getField().getFieldSize() == 256;
    }

    /** Returns whether both have the same public key. */
    public boolean verifyLike(SigningKeys other) {
        return verifying.equals(other.verifying);
    }

    /** Returns whether a text is the signature of a statement. */
    public boolean isSigned(String statement, String text) {
        return isSigned(statement.getBytes(StandardCharsets.UTF_8), text);
    }

    /** Returns whether a text is the signature of some content. */
    public boolean isSigned(byte[] content, String text) {
        try {
            Signature signature = Signature.getInstance(scheme.signatures());
            signature.initVerify(verifying);
            signature.update(content);
            return signature.verify(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException | GeneralSecurityException malformed) {
            return false;
        }
    }
}
