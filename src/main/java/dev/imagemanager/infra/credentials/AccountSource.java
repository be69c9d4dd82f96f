package dev.imagemanager.infra.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.reference.DockerHub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Accounts for registries in the format of Docker's {@code config.json} (github.com/docker/cli, cli/config/configfile),
 * which {@code auth.json} of containers/image has too (containers-auth.json(5)).
 *
 * @param name where it comes from, for messages
 */
record AccountSource(String name, ObjectNode content) {

    static final String ACCOUNTS = "auths";
    static final String HELPERS = "credHelpers";
    static final String HELPER_FOR_ALL = "credsStore";

    /** The key of the account for Docker Hub. */
    private static final String HUB_KEY = "https://index.docker.io/v1/";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads accounts. As in Go, {@code null} is the same as nothing.
     *
     * @throws UnreadableAccountsException if it is not JSON, or a value has a wrong type; the message does not contain it
     */
    static AccountSource parse(String name, byte[] json) throws UnreadableAccountsException {
        return new AccountSource(name, AccountFormat.check(name, object(name, json)));
    }

    /** Reads {@code auths} and ignores everything else; see {@link #parse}. */
    static AccountSource parseAccounts(String name, byte[] json) throws UnreadableAccountsException {
        return new AccountSource(
                name, AccountFormat.check(name, object(name, json).retain(ACCOUNTS)));
    }

    private static ObjectNode object(String name, byte[] json) throws UnreadableAccountsException {
        try {
            JsonNode content = JSON.readTree(json);
            if (content == null || content.isMissingNode() || content.isNull()) {
                return JsonNodeFactory.instance.objectNode();
            }
            if (content instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException malformed) {
            throw new UnreadableAccountsException(name + " cannot be read as JSON");
        }
        throw new UnreadableAccountsException(name + " is not a JSON object");
    }

    /** Returns the hosts that are named. */
    Set<String> hosts() {
        Set<String> hosts = new LinkedHashSet<>();
        Stream.of(ACCOUNTS, HELPERS)
                .flatMap(key -> content.path(key).properties().stream())
                .forEach(entry -> hosts.add(hostOf(entry.getKey())));
        return hosts;
    }

    boolean names(String host) {
        return hosts().contains(hostOf(host));
    }

    /** Returns whether there is a helper for all hosts. */
    boolean hasHelperForAll() {
        return !content.path(HELPER_FOR_ALL).asText().isEmpty();
    }

    /**
     * Returns the credential helper of a registry, or else the one for all registries; empty if the account is in the
     * source itself. A registry with an empty helper name has its account there.
     */
    Optional<String> helperFor(String host) {
        return Optional.of(entry(HELPERS, host, "")
                        .orElseGet(() -> content.path(HELPER_FOR_ALL))
                        .asText())
                .filter(helper -> !helper.isEmpty());
    }

    /** Returns whether a registry has an empty helper name, so that the helper for all is not asked. */
    boolean hasNoHelper(String host) {
        return entry(HELPERS, host, "")
                .filter(helper -> helper.asText().isEmpty())
                .isPresent();
    }

    /** Returns the credential helpers, each with its hosts. */
    SortedMap<String, List<String>> helpers() {
        SortedMap<String, List<String>> helpers = new TreeMap<>();
        if (hasHelperForAll()) {
            helpers.put(content.path(HELPER_FOR_ALL).asText(), List.of("all registries"));
        }
        content.path(HELPERS).properties().forEach(entry -> {
            if (!entry.getValue().asText().isEmpty()) {
                helpers.merge(entry.getValue().asText(), List.of(entry.getKey()), (some, more) -> Stream.concat(
                                some.stream(), more.stream())
                        .toList());
            }
        });
        return helpers;
    }

    /**
     * Returns the account of a registry that is stored in the source itself.
     *
     * @param path in the registry, for sources that have accounts for parts of it
     * @throws IOException if its entry is not valid
     */
    Optional<RegistryAccount> stored(String host, String path) throws IOException {
        Optional<JsonNode> entry = entry(ACCOUNTS, host, path);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        String accessToken = entry.get().path("registrytoken").asText();
        if (!accessToken.isEmpty()) {
            return Optional.of(new RegistryAccount.AccessToken(accessToken));
        }
        String identityToken = entry.get().path("identitytoken").asText();
        if (!identityToken.isEmpty()) {
            return Optional.of(new RegistryAccount.IdentityToken(identityToken));
        }
        String auth = entry.get().path("auth").asText();
        return auth.isEmpty() ? written(entry.get()) : Optional.of(decoded(host, auth));
    }

    /**
     * Returns the entry for a host. Keys are hosts with or without a scheme and a path; the key that Docker writes goes
     * first, then the host itself, then the one whose path is the longest beginning of this path.
     */
    private Optional<JsonNode> entry(String section, String host, String path) {
        JsonNode entries = content.path(section);
        for (String exact : List.of(keyOf(host), host)) {
            if (entries.has(exact)) {
                return Optional.of(entries.path(exact));
            }
        }
        String wanted = hostOf(host);
        return entries.properties().stream()
                .filter(entry -> hostOf(entry.getKey()).equals(wanted))
                .max(Comparator.comparingInt(entry -> match(pathOf(entry.getKey()), path)))
                .map(Map.Entry::getValue);
    }

    private static int match(String key, String path) {
        boolean isBeginning = key.isEmpty() || path.equals(key) || path.startsWith(key + "/");
        return isBeginning ? key.length() + 1 : 0;
    }

    /** Returns the key of a registry in Docker's configuration, which is also its name for helpers. */
    static String keyOf(String host) {
        return DockerHub.is(host) ? HUB_KEY : host;
    }

    /** Returns the host of a key; one name for Docker Hub. */
    private static String hostOf(String key) {
        String host = withoutScheme(key).replaceFirst("/.*", "");
        return DockerHub.is(host) ? DockerHub.NAME : host;
    }

    private static String pathOf(String key) {
        String address = withoutScheme(key);
        int slash = address.indexOf('/');
        return slash < 0 ? "" : address.substring(slash + 1).replaceFirst("/+$", "");
    }

    private static String withoutScheme(String key) {
        return key.replaceFirst("^https?://", "");
    }

    private static Optional<RegistryAccount> written(JsonNode entry) {
        String password = entry.path("password").asText();
        return password.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new RegistryAccount.Password(entry.path("username").asText(), password));
    }

    /** As Docker does, ignores line breaks, and NUL characters around the password. */
    private RegistryAccount decoded(String host, String auth) throws IOException {
        try {
            byte[] bytes = Base64.getDecoder().decode(auth.replaceAll("[\r\n]", ""));
            String account = new String(bytes, StandardCharsets.UTF_8);
            int colon = account.indexOf(':');
            if (colon > 0) {
                return new RegistryAccount.Password(
                        account.substring(0, colon),
                        account.substring(colon + 1).replaceAll("^\0+|\0+$", ""));
            }
        } catch (IllegalArgumentException notBase64) {
            throw invalid(host);
        }
        throw invalid(host);
    }

    private IOException invalid(String host) {
        return new IOException("'auth' of " + host + " in " + name + " is not Base64 of user:password");
    }
}
