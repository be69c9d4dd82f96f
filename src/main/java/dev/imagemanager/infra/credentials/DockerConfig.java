package dev.imagemanager.infra.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.config.Environment;
import dev.imagemanager.model.settings.Registry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Docker's {@code config.json}, from which buildctl, crane and others read credentials. Reads the user's file and
 * writes private copies that also contain the credentials of the fleet's configuration.
 */
@Singleton
public final class DockerConfig {

    /** The variable that sets the directory. */
    public static final String VARIABLE = "DOCKER_CONFIG";

    private static final String FILE = "config.json";
    private static final String HUB = "docker.io";

    /** The key of the account for Docker Hub. */
    private static final String HUB_KEY = "https://index.docker.io/v1/";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path userFile;

    @Inject
    public DockerConfig(Environment environment) {
        this.userFile = directory(environment.variable(VARIABLE)).resolve(FILE);
    }

    /**
     * Returns the directory of the file.
     *
     * @param named the value of {@link #VARIABLE}
     */
    public static Path directory(Optional<String> named) {
        return named.filter(directory -> !directory.isEmpty())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".docker"));
    }

    /**
     * Returns the credential helper of a registry, or else the one for all registries; empty if the account is in the
     * file itself. A registry with an empty helper name has its account in the file.
     */
    public Optional<String> helperFor(String host) throws IOException {
        ObjectNode config = userConfig();
        JsonNode own = config.path("credHelpers").path(key(host));
        return Optional.of((own.isMissingNode() ? config.path("credsStore") : own).asText())
                .filter(helper -> !helper.isEmpty());
    }

    /**
     * Returns the account of a registry that is stored in the file itself.
     *
     * @throws IOException if the file cannot be read or its entry is invalid
     */
    public Optional<RegistryAccount> storedAccount(String host) throws IOException {
        Optional<JsonNode> entry = entry(userConfig().path("auths"), key(host));
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

    /** Returns the entry for a host. Keys are hosts with or without a scheme and a path. */
    private static Optional<JsonNode> entry(JsonNode auths, String key) {
        if (auths.has(key)) {
            return Optional.of(auths.path(key));
        }
        return auths.properties().stream()
                .filter(entry -> hostOf(entry.getKey()).equals(hostOf(key)))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String hostOf(String address) {
        return address.replaceFirst("^https?://", "").replaceFirst("/.*", "");
    }

    private static Optional<RegistryAccount> written(JsonNode entry) {
        String password = entry.path("password").asText();
        return password.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new RegistryAccount.Password(entry.path("username").asText(), password));
    }

    private RegistryAccount decoded(String host, String auth) throws IOException {
        try {
            String account = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
            int colon = account.indexOf(':');
            if (colon > 0) {
                return new RegistryAccount.Password(account.substring(0, colon), account.substring(colon + 1));
            }
        } catch (IllegalArgumentException notBase64) {
            // The exception below covers both cases.
        }
        throw new IOException("'auth' of " + host + " in " + userFile + " is not Base64 of user:password");
    }

    /** Returns the user's file, which may not exist. */
    public Path file() {
        return userFile;
    }

    /**
     * Returns the credential helpers in the file, each with its hosts. Their programs are called
     * {@code docker-credential-<name>}.
     */
    public SortedMap<String, List<String>> helpers() throws IOException {
        SortedMap<String, List<String>> helpers = new TreeMap<>();
        ObjectNode config = userConfig();
        String forAll = config.path("credsStore").asText();
        if (!forAll.isEmpty()) {
            helpers.put(forAll, List.of("all registries"));
        }
        config.path("credHelpers").properties().forEach(entry -> {
            if (!entry.getValue().asText().isEmpty()) {
                helpers.merge(entry.getValue().asText(), List.of(entry.getKey()), (some, more) -> Stream.concat(
                                some.stream(), more.stream())
                        .toList());
            }
        });
        return helpers;
    }

    /**
     * Writes a copy with the credentials of the registries to a directory that can be used as {@code DOCKER_CONFIG}.
     * Only the owner can read it. Writes nothing if there are no such credentials. Leaves out credentials that would be
     * sent without TLS to another machine.
     *
     * @param names host → the name that the reader of the file has for it, if it has another
     * @return whether a copy was written
     */
    public boolean writeCopy(Path directory, List<Registry> registries, UnaryOperator<String> names)
            throws IOException {
        List<Registry> withAccount = registries.stream()
                .filter(registry -> registry.credentials().isPresent() && registry.isConfidential())
                .toList();
        if (withAccount.isEmpty()) {
            return false;
        }
        ObjectNode copy = userConfig();
        for (Registry registry : withAccount) {
            String key = key(names.apply(registry.host()));
            registry.credentials().ifPresent(credentials -> {
                copy.withObjectProperty("auths")
                        .withObjectProperty(key)
                        .put(
                                "auth",
                                new RegistryAccount.Password(credentials.username(), credentials.password()).encoded());
                // An empty helper for the host prevents the use of a helper for all hosts.
                copy.withObjectProperty("credHelpers").put(key, "");
            });
        }
        Path file = Files.createFile(
                directory.resolve(FILE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, JSON.writeValueAsBytes(copy));
        return true;
    }

    private ObjectNode userConfig() throws IOException {
        if (!Files.isReadable(userFile)) {
            return JsonNodeFactory.instance.objectNode();
        }
        JsonNode config = JSON.readTree(userFile.toFile());
        return config instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    /** Returns the key of a registry in the file. */
    static String key(String host) {
        return host.equals(HUB) ? HUB_KEY : host;
    }
}
