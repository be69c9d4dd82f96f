package dev.imagemanager.pipeline.attest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.reference.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What is signed.
 *
 * @param content of a payload or a statement
 */
public record Signable(Kind kind, byte[] content) {

    public enum Kind {
        /** Says that a repository has an image with a digest (Red Hat, "Simple Signing"). */
        PAYLOAD,
        /** A {@link Statement}. */
        STATEMENT
    }

    private static final String TYPE = "cosign container image signature";

    /**
     * Returns the claim that a repository has an image, in the bytes that {@code cosign sign} would sign.
     *
     * @param repository with its registry
     */
    static Signable payload(String repository, Digest image) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        ObjectNode critical = payload.putObject("critical");
        critical.putObject("identity").put("docker-reference", repository);
        critical.putObject("image").put("docker-manifest-digest", image.toString());
        critical.put("type", TYPE);
        payload.putNull("optional");
        return new Signable(Kind.PAYLOAD, payload.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns whether a payload is about an image, in whichever repository. */
    boolean isAbout(Digest image) {
        return kind == Kind.PAYLOAD
                && Statement.parse(content)
                        .filter(payload -> payload.at("/critical/image/docker-manifest-digest")
                                .asText()
                                .equals(image.toString()))
                        .isPresent();
    }

    /** Returns the bytes that a key signs: of a statement its pre-authentication encoding (DSSE, "Signature Definition"). */
    public byte[] message() {
        if (kind == Kind.PAYLOAD) {
            return content.clone();
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(
                ("DSSEv1 " + Statement.MEDIA_TYPE.length() + " " + Statement.MEDIA_TYPE + " " + content.length + " ")
                        .getBytes(StandardCharsets.UTF_8));
        message.writeBytes(content);
        return message.toByteArray();
    }
}
