package dev.imagemanager.infra.container;

import java.io.ByteArrayOutputStream;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key in PEM (RFC 7468). Java reads PKCS #8. The formats of older tools, PKCS #1 for RSA (RFC 8017, appendix
 * A.1.2) and SEC 1 for elliptic curves (RFC 5915), are converted to it.
 */
final class PemPrivateKey {

    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN (?<form>(?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----(?<content>.*?)-----END \\k<form>-----",
            Pattern.DOTALL);

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int FIRST_TAGGED = 0xa0;

    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");

    /** RFC 8017: {@code rsaEncryption}, whose parameters are NULL. */
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");

    /** RFC 5480: {@code id-ecPublicKey}; its parameter is the curve. */
    private static final byte[] ELLIPTIC_CURVE = HexFormat.of().parseHex("06072a8648ce3d0201");

    private PemPrivateKey() {}

    /**
     * Parses a key.
     *
     * @throws InvalidKeySpecException if the text does not contain a usable key
     */
    static PrivateKey parse(String text) throws InvalidKeySpecException {
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new InvalidKeySpecException("it does not contain a PEM private key");
        }
        String form = block.group("form");
        if (form.startsWith("ENCRYPTED") || block.group("content").contains("ENCRYPTED")) {
            throw new InvalidKeySpecException("it has a passphrase, which Docker does not support");
        }
        try {
            byte[] content = Base64.getMimeDecoder().decode(block.group("content"));
            return privateKey(
                    switch (form) {
                        case "RSA PRIVATE KEY" -> wrapped(RSA, content);
                        case "EC PRIVATE KEY" -> wrapped(join(ELLIPTIC_CURVE, curve(content)), content);
                        default -> content;
                    });
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            throw new InvalidKeySpecException("its private key is damaged", malformed);
        }
    }

    private static PrivateKey privateKey(byte[] pkcs8) throws InvalidKeySpecException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException ofAnother) {
                // Try the next algorithm, or throw the exception below.
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException(missing);
            }
        }
        throw new InvalidKeySpecException("its private key is damaged or is not an RSA, EC or EdDSA key");
    }

    /** RFC 5208: {@code PrivateKeyInfo}. */
    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, join(VERSION_0, element(SEQUENCE, algorithm), element(OCTET_STRING, key)));
    }

    /** The parameters in an {@code ECPrivateKey}: version, key, {@code [0]} parameters. */
    private static byte[] curve(byte[] key) {
        Element sequence = Element.at(key, 0).withTag(SEQUENCE);
        Element version = Element.at(key, sequence.start()).withTag(INTEGER);
        Element secret = Element.at(key, version.end()).withTag(OCTET_STRING);
        Element parameters = Element.at(key, secret.end()).withTag(FIRST_TAGGED);
        return Arrays.copyOfRange(key, parameters.start(), parameters.end());
    }

    /** The position of the value of a DER element (ITU-T X.690). */
    private record Element(int tag, int start, int end) {

        static Element at(byte[] bytes, int position) {
            int length = bytes[position + 1] & 0xff;
            int start = position + 2;
            if (length > 0x7f) {
                int digits = length & 0x7f;
                length = 0;
                for (int i = 0; i < digits; i++) {
                    length = length << 8 | bytes[start + i] & 0xff;
                }
                start += digits;
            }
            return new Element(
                    bytes[position] & 0xff, start, Objects.checkFromIndexSize(start, length, bytes.length) + length);
        }

        Element withTag(int expected) {
            if (tag != expected) {
                throw new IllegalArgumentException("tag " + tag + " instead of " + expected);
            }
            return this;
        }
    }

    private static byte[] element(int tag, byte[] value) {
        int length = value.length;
        if (length < 0x80) {
            return join(new byte[] {(byte) tag, (byte) length}, value);
        }
        // DER requires the shortest encoding.
        int digits = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
        byte[] head = new byte[2 + digits];
        head[0] = (byte) tag;
        head[1] = (byte) (0x80 | digits);
        for (int i = 0; i < digits; i++) {
            head[2 + i] = (byte) (length >> 8 * (digits - 1 - i));
        }
        return join(head, value);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
