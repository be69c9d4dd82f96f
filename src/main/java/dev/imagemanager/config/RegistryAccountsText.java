package dev.imagemanager.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Accounts for registries in the format of Docker's {@code config.json} (github.com/docker/cli, cli/config/configfile), as in
 * {@code DOCKER_AUTH_CONFIG}. The names of registries, users and credential helpers are no secrets.
 */
final class RegistryAccountsText {

    /** What an account has besides secrets (docker/cli, {@code types.AuthConfig}). */
    private static final Set<String> PUBLIC = Set.of("username", "email", "serveraddress");

    private static final Set<String> WITHOUT_SECRETS = Set.of("auths", "credHelpers", "credsStore");

    private RegistryAccountsText() {}

    /** Returns the secrets in a text; empty if it has another format. */
    static Optional<List<String>> secrets(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        Object content;
        try {
            // Every JSON document is a YAML document (YAML 1.2.2, section 1.2).
            content = new Load(LoadSettings.builder().build()).loadFromString(text);
        } catch (YamlEngineException anotherFormat) {
            return Optional.empty();
        }
        if (!(content instanceof Map<?, ?> sections) || !(sections.get("auths") instanceof Map<?, ?> accounts)) {
            return Optional.empty();
        }
        List<String> secrets = new ArrayList<>();
        accounts.values().forEach(account -> addAccount(account, secrets));
        addAll(without(sections, WITHOUT_SECRETS), secrets);
        return Optional.of(secrets);
    }

    private static void addAccount(Object account, List<String> secrets) {
        if (account instanceof Map<?, ?> fields) {
            addAll(without(fields, PUBLIC), secrets);
            decoded(fields.get("auth")).ifPresent(secrets::add);
        } else {
            addAll(account, secrets);
        }
    }

    private static List<Object> without(Map<?, ?> fields, Set<String> names) {
        return fields.entrySet().stream()
                .filter(field -> !names.contains(field.getKey()))
                .<Object>map(Map.Entry::getValue)
                .toList();
    }

    /** Returns the password in Base64 of {@code user:password}. */
    private static Optional<String> decoded(Object auth) {
        try {
            byte[] account = Base64.getMimeDecoder().decode(String.valueOf(auth));
            String text = new String(account, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static void addAll(Object value, List<String> secrets) {
        if (value instanceof Map<?, ?> fields) {
            fields.values().forEach(part -> addAll(part, secrets));
        } else if (value instanceof List<?> parts) {
            parts.forEach(part -> addAll(part, secrets));
        } else if (value != null) {
            secrets.add(value.toString());
        }
    }
}
