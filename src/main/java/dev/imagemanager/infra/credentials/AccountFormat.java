package dev.imagemanager.infra.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.imagemanager.problem.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The types of what is read in Docker's {@code config.json} (docker/cli, {@code configfile.ConfigFile} and {@code
 * types.AuthConfig}). Removes {@code null} as Go does (encoding/json): a field is as if it were not there, an entry of a map
 * is empty.
 */
final class AccountFormat {

    private static final List<String> ACCOUNT_FIELDS =
            List.of("auth", "username", "password", "identitytoken", "registrytoken");

    private final List<String> problems = new ArrayList<>();

    private AccountFormat() {}

    /**
     * @return the same object without {@code null} where accounts and helpers are
     * @throws UnreadableAccountsException names all keys with a wrong type
     */
    static ObjectNode check(String name, ObjectNode content) throws UnreadableAccountsException {
        AccountFormat format = new AccountFormat();
        format.text(content, AccountSource.HELPER_FOR_ALL, "");
        for (Map.Entry<String, JsonNode> helper : format.entries(content, AccountSource.HELPERS)) {
            if (helper.getValue().isNull()) {
                helper.setValue(TextNode.valueOf(""));
            } else if (!helper.getValue().isTextual()) {
                format.wrong(AccountSource.HELPERS + "." + helper.getKey(), "text");
            }
        }
        for (Map.Entry<String, JsonNode> account : format.entries(content, AccountSource.ACCOUNTS)) {
            String key = AccountSource.ACCOUNTS + "." + account.getKey();
            if (account.getValue().isNull()) {
                account.setValue(content.objectNode());
            } else if (account.getValue() instanceof ObjectNode fields) {
                ACCOUNT_FIELDS.forEach(field -> format.text(fields, field, key + "."));
            } else {
                format.wrong(key, "an object");
            }
        }
        if (!format.problems.isEmpty()) {
            throw new UnreadableAccountsException(name + " cannot be used: " + String.join("; ", format.problems));
        }
        return content;
    }

    private Iterable<Map.Entry<String, JsonNode>> entries(ObjectNode content, String section) {
        JsonNode entries = content.path(section);
        if (entries.isNull()) {
            content.remove(section);
        } else if (!entries.isMissingNode() && !entries.isObject()) {
            wrong(section, "an object");
        }
        return content.path(section).properties();
    }

    private void text(ObjectNode parent, String field, String place) {
        JsonNode value = parent.path(field);
        if (value.isNull()) {
            parent.remove(field);
        } else if (!value.isMissingNode() && !value.isTextual()) {
            wrong(place + field, "text");
        }
    }

    private void wrong(String key, String type) {
        problems.add(Excerpt.of(key) + " must be " + type);
    }
}
