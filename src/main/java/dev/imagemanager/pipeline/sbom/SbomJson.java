package dev.imagemanager.pipeline.sbom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Reads and prints SBOMs. They are on one line, since others read them, and nobody edits them. */
final class SbomJson {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private SbomJson() {}

    /** @param format for messages */
    static ObjectNode read(byte[] printed, String format, SbomSubject subject) {
        try {
            JsonNode document = JSON.readTree(printed);
            if (document instanceof ObjectNode object) {
                return object;
            }
            throw subject.invalid(format, "it is no JSON object");
        } catch (JsonProcessingException malformed) {
            throw subject.invalid(format, malformed.getOriginalMessage());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static byte[] print(ObjectNode document) {
        try {
            byte[] json = JSON.writeValueAsBytes(document);
            byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            return line;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
