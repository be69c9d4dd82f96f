package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads messages from error responses: a list of {@code errors} from registries (OCI Distribution Specification 1.1,
 * "Error Codes"), and the formats of token services (RFC 6749, section 5.2, and Docker's own).
 */
final class ErrorBody {

    private static final int MOST_ERRORS = 3;
    private static final int LONGEST = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ErrorBody() {}

    /** Returns the message on one line without control characters; empty if there is none. */
    static String text(byte[] body) {
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (IOException notJson) {
            return "";
        }
        List<String> errors = new ArrayList<>();
        for (JsonNode error : answer.path("errors")) {
            String text = first(error, "message", "code");
            if (!text.isEmpty() && errors.size() < MOST_ERRORS) {
                errors.add(text);
            }
        }
        return errors.isEmpty()
                ? first(answer, "error_description", "details", "message", "error")
                : String.join("; ", errors);
    }

    private static String first(JsonNode node, String... names) {
        for (String name : names) {
            if (node.path(name).isTextual()) {
                String text = printable(node.path(name).asText());
                if (!text.isEmpty()) {
                    return text;
                }
            }
        }
        return "";
    }

    /** Removes control characters, which terminals would interpret. */
    private static String printable(String text) {
        return text.codePoints()
                .limit(LONGEST)
                .map(character -> Character.isISOControl(character) ? ' ' : character)
                .mapToObj(Character::toString)
                .collect(Collectors.joining())
                .strip();
    }
}
