package dev.imagemanager.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.imagemanager.config.masking.SecretMask;

/** Masks the strings of a document before they are escaped, so that the result is JSON. */
final class MaskedJson {

    private MaskedJson() {}

    /** Returns a copy. */
    static ObjectNode of(ObjectNode document, SecretMask mask) {
        ObjectNode masked = document.objectNode();
        document.properties().forEach(field -> masked.set(field.getKey(), of(field.getValue(), mask)));
        return masked;
    }

    private static JsonNode of(JsonNode node, SecretMask mask) {
        if (node instanceof ObjectNode object) {
            return of(object, mask);
        }
        if (node instanceof ArrayNode array) {
            ArrayNode masked = array.arrayNode();
            array.forEach(item -> masked.add(of(item, mask)));
            return masked;
        }
        return node.isTextual() ? TextNode.valueOf(mask.apply(node.textValue())) : node;
    }
}
