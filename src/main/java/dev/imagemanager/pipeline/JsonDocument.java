package dev.imagemanager.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Creates and prints the JSON documents of the program. */
public final class JsonDocument {

    private static final String API_VERSION = "image-manager/v1";

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonDocument() {}

    /** Returns a document with only its version. */
    public static ObjectNode create() {
        return JsonNodeFactory.instance.objectNode().put("apiVersion", API_VERSION);
    }

    /** Returns whether the document has the supported version. */
    public static boolean isOne(JsonNode document) {
        return document.path("apiVersion").asText().equals(API_VERSION);
    }

    /** Prints a document with an indentation of two spaces, line feeds, and a final line feed. */
    public static String print(ObjectNode document) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        try {
            return JSON.writer(printer).writeValueAsString(document) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
