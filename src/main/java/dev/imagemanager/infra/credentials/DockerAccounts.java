package dev.imagemanager.infra.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Builds a {@code config.json} with other accounts. Its other settings stay as they are. */
final class DockerAccounts {

    private final ObjectNode content;
    private final boolean hasHelperForAll;

    DockerAccounts(ObjectNode original) {
        this.content = original.deepCopy();
        this.hasHelperForAll =
                !content.path(AccountSource.HELPER_FOR_ALL).asText().isEmpty();
        clear(AccountSource.ACCOUNTS);
        clear(AccountSource.HELPERS);
    }

    private void clear(String section) {
        if (content.path(section) instanceof ObjectNode entries) {
            entries.removeAll();
        } else {
            content.remove(section);
        }
    }

    /** Stores an account. */
    void put(String key, RegistryAccount account) {
        ObjectNode entry = content.withObjectProperty(AccountSource.ACCOUNTS).putObject(key);
        if (account instanceof RegistryAccount.Password password) {
            entry.put("auth", password.encoded());
        } else if (account instanceof RegistryAccount.IdentityToken identity) {
            entry.put("identitytoken", identity.token());
        } else if (account instanceof RegistryAccount.AccessToken access) {
            entry.put("registrytoken", access.token());
        }
        withhold(key);
    }

    /** Stores which helper to ask, which need not be said of the helper for all. */
    void ask(String key, String helper) {
        if (helper.equals(content.path(AccountSource.HELPER_FOR_ALL).asText())) {
            return;
        }
        content.withObjectProperty(AccountSource.HELPERS).put(key, helper);
    }

    /** Prevents the use of the helper for all: an empty helper for the host means the file itself. */
    void withhold(String key) {
        if (hasHelperForAll) {
            content.withObjectProperty(AccountSource.HELPERS).put(key, "");
        }
    }

    ObjectNode content() {
        return content;
    }
}
