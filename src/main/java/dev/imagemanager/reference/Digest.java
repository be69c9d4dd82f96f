package dev.imagemanager.reference;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The digest of a blob, a manifest or an index, {@code algorithm:hex} (OCI Image Specification, "Content Descriptors",
 * "Digests"). Supports the algorithms that {@code distribution/reference} accepts.
 *
 * @param algorithm {@code sha256}, {@code sha384} or {@code sha512}
 * @param hex lower-case hexadecimal digits; the algorithm determines how many
 */
public record Digest(String algorithm, String hex) implements Comparable<Digest> {

    private static final String SHA256 = "sha256";

    private static final Map<String, Integer> HEX_DIGITS = Map.of(SHA256, 64, "sha384", 96, "sha512", 128);

    private static final Pattern FORM = Pattern.compile("([a-z0-9]+):([0-9a-f]+)");

    private static final int BUFFER = 1 << 17;

    /** The length that Docker and crane print. */
    private static final int SHORT_DIGITS = 12;

    /** @throws IllegalArgumentException if the digest is not valid */
    public Digest {
        if (!isValid(algorithm, hex)) {
            throw new IllegalArgumentException("'" + algorithm + ":" + hex + "' is not a valid digest");
        }
    }

    private static boolean isValid(String algorithm, String hex) {
        return HEX_DIGITS.getOrDefault(algorithm, 0) == hex.length()
                && hex.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }

    /** @return empty if the text is not a valid digest */
    public static Optional<Digest> find(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() && isValid(form.group(1), form.group(2))
                ? Optional.of(new Digest(form.group(1), form.group(2)))
                : Optional.empty();
    }

    /** @throws IllegalArgumentException if the text is not a valid digest */
    public static Digest parse(String text) {
        return find(text).orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not a valid digest"));
    }

    /** Computes the SHA-256 digest of the content. */
    public static Digest of(byte[] content) {
        MessageDigest computation = sha256();
        computation.update(content);
        return finish(computation);
    }

    /** Computes the SHA-256 digest of a text in UTF-8. */
    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Computes the SHA-256 digest of content that need not fit into memory. Leaves the stream open. */
    public static Digest of(InputStream content) throws IOException {
        MessageDigest computation = sha256();
        byte[] buffer = new byte[BUFFER];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            computation.update(buffer, 0, read);
        }
        return finish(computation);
    }

    /** Returns the result of a computation; see {@link #sha256()} and {@link #computation()}. */
    public static Digest finish(MessageDigest computation) {
        return new Digest(
                computation.getAlgorithm().replace("SHA-", "sha"),
                HexFormat.of().formatHex(computation.digest()));
    }

    /** Starts a SHA-256 computation for content that is read in parts. */
    public static MessageDigest sha256() {
        return computation(SHA256);
    }

    /** Starts a computation with the algorithm of this digest, for content that is read in parts. */
    public MessageDigest computation() {
        return computation(algorithm);
    }

    /** Java's own provider has the three algorithms, under names with a hyphen. */
    private static MessageDigest computation(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.replace("sha", "SHA-"));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns the algorithm and the first twelve digits, for display. */
    public String abbreviated() {
        return algorithm + ":" + hex.substring(0, SHORT_DIGITS);
    }

    @Override
    public int compareTo(Digest other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
