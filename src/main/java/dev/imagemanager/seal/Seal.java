package dev.imagemanager.seal;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Computes and verifies message authentication codes (HMAC-SHA-256, RFC 2104). A code is written as
 * {@code hmac-sha256:} with 64 hexadecimal digits.
 */
public final class Seal {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "hmac-sha256:";

    private final SecretKeySpec key;

    Seal(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * Returns the code of a content.
     *
     * @param purpose the kind of content, so that the code is not valid for another kind
     */
    public String of(String purpose, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return PREFIX + HexFormat.of().formatHex(mac.doFinal(content));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            // Every Java platform has HmacSHA256 (javax.crypto.Mac), which takes keys of any length.
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns whether a code is that of the content. Takes the same time for every code of the same length. */
    public boolean matches(String code, String purpose, byte[] content) {
        return MessageDigest.isEqual(
                code.getBytes(StandardCharsets.UTF_8), of(purpose, content).getBytes(StandardCharsets.UTF_8));
    }
}
