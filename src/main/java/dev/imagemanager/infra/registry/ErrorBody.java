package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What servers say in the body of a failure: registries in a list of {@code errors} (OCI Distribution Specification 1.1,
 * "Error Codes"), services for tokens also in other forms (RFC 6749, section 5.2, and Docker's own).
 */
final class ErrorBody {

    private static final int MOST_ERRORS = 3;
    private static final int LONGEST = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ErrorBody() {}

    /** @return in one line that is safe to print; empty if there is nothing to be understood */
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

    /** Terminals obey control characters. */
    private static String printable(String text) {
        return text.codePoints()
                .limit(LONGEST)
                .map(character -> Character.isISOControl(character) ? ' ' : character)
                .mapToObj(Character::toString)
                .collect(Collectors.joining())
                .strip();
    }
}
