package dev.imagemanager.pipeline.attest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.reference.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A claim about a manifest (in-toto Attestation Framework, "Statement v1").
 *
 * @param predicateType what is claimed
 * @param subject the manifest
 */
public record Statement(String predicateType, Digest subject, JsonNode predicate, byte[] content) {

    /** The media type, also in signed envelopes. */
    public static final String MEDIA_TYPE = "application/vnd.in-toto+json";

    private static final String TYPE = "https://in-toto.io/Statement/v1";

    /** The algorithm by the name that in-toto has for it ("DigestSet"). */
    private static final String SHA256 = "sha256";

    /** An SBOM may have long texts of licences. */
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build());

    /**
     * The same arguments result in the same bytes.
     *
     * @param name of the image, for readers
     */
    static Statement of(String predicateType, String name, Digest subject, JsonNode predicate) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("_type", TYPE);
        ObjectNode about = document.putArray("subject").addObject().put("name", name);
        about.putObject("digest").put(subject.algorithm(), subject.hex());
        document.put("predicateType", predicateType);
        document.set("predicate", predicate);
        return new Statement(
                predicateType, subject, predicate, document.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a statement of any version about a manifest.
     *
     * @return empty if it is not valid, or about something else
     */
    static Optional<Statement> read(byte[] content, Digest subject) {
        JsonNode document;
        try {
            document = JSON.readTree(content);
        } catch (IOException malformed) {
            return Optional.empty();
        }
        for (JsonNode about : document.path("subject")) {
            if (subject.algorithm().equals(SHA256)
                    && about.path("digest").path(SHA256).asText().equals(subject.hex())) {
                return Optional.of(new Statement(
                        document.path("predicateType").asText(), subject, document.path("predicate"), content));
            }
        }
        return Optional.empty();
    }

    /** @return empty if the text is not a JSON object */
    static Optional<ObjectNode> parse(byte[] json) {
        try {
            return JSON.readTree(json) instanceof ObjectNode document ? Optional.of(document) : Optional.empty();
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }
}
