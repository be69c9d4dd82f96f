package dev.imagemanager.pipeline.attest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A statement with signatures (DSSE, "Envelope").
 *
 * @param signatures in Base64
 */
public record Envelope(byte[] statement, List<String> signatures) {

    /** The media type. */
    public static final String MEDIA_TYPE = "application/vnd.dsse.envelope.v1+json";

    private static final String PAYLOAD = "payload";
    private static final String PAYLOAD_TYPE = "payloadType";
    private static final String SIGNATURES = "signatures";
    private static final String SIGNATURE = "sig";

    public Envelope {
        signatures = List.copyOf(signatures);
    }

    /** Returns an envelope in the bytes that cosign writes: the transparency log has their hash. */
    public static byte[] of(byte[] statement, String signature) {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.put(PAYLOAD_TYPE, Statement.MEDIA_TYPE);
        envelope.put(PAYLOAD, Base64.getEncoder().encodeToString(statement));
        envelope.putArray(SIGNATURES).addObject().put("keyid", "").put(SIGNATURE, signature);
        return envelope.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @return empty if it is not the envelope of an in-toto statement */
    public static Optional<Envelope> read(byte[] content) {
        return Statement.parse(content)
                .filter(envelope -> envelope.path(PAYLOAD_TYPE).asText().equals(Statement.MEDIA_TYPE))
                .flatMap(Envelope::read);
    }

    private static Optional<Envelope> read(ObjectNode envelope) {
        List<String> signatures = new ArrayList<>();
        for (JsonNode signature : envelope.path(SIGNATURES)) {
            signatures.add(signature.path(SIGNATURE).asText());
        }
        try {
            return Optional.of(new Envelope(
                    Base64.getDecoder().decode(envelope.path(PAYLOAD).asText()), signatures));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
