package dev.imagemanager.infra.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.config.Environment;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.reference.Digest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Reads the user's Docker contexts, which are created with {@code docker context} or by the setup of Colima or rootless
 * Docker.
 */
@Singleton
public final class DockerContexts {

    private static final Logger LOG = Logger.getLogger(DockerContexts.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Optional<String> chosen;
    private final Optional<Path> configuration;
    private final Optional<Path> contexts;

    @Inject
    public DockerContexts(Environment environment, DockerConfig docker) {
        this(environment.variable("DOCKER_CONTEXT"), docker.file());
    }

    private DockerContexts(Optional<String> chosen, Optional<Path> configuration) {
        this.chosen = chosen;
        this.configuration = configuration;
        this.contexts = configuration.map(file -> file.resolveSibling("contexts"));
    }

    /** @param environment all variables of the process */
    static DockerContexts of(Map<String, String> environment) {
        return new DockerContexts(
                Optional.ofNullable(environment.get("DOCKER_CONTEXT")),
                DockerConfig.directory(environment).map(directory -> directory.resolve("config.json")));
    }

    /**
     * The settings of a context for its daemon.
     *
     * @param certificates the directory of its certificates; does not exist if it has none
     * @param isVerified whether the daemon's certificate is verified if TLS is used
     */
    record Endpoint(String context, String address, Path certificates, boolean isVerified) {}

    /** Returns the address of the current context's daemon; empty for the default context or if it cannot be read. */
    Optional<String> address() {
        return current().map(Endpoint::address);
    }

    /** Returns the context with this address; prefers the current one. */
    Optional<Endpoint> at(String address) {
        return current().filter(endpoint -> endpoint.address().equals(address)).or(() -> ids().stream()
                .flatMap(id -> endpoint(id).stream())
                .filter(endpoint -> endpoint.address().equals(address))
                .findFirst());
    }

    private Optional<Endpoint> current() {
        return currentName().flatMap(name -> endpoint(Digest.of(name).hex()));
    }

    private Optional<String> currentName() {
        return chosen.filter(name -> !name.isEmpty())
                .or(() -> configuration
                        .flatMap(DockerContexts::json)
                        .map(configured -> configured.path("currentContext").asText()))
                .filter(name -> !name.isEmpty() && !name.equals("default"));
    }

    /** Returns the directories of all contexts. The name of each is the digest of its context's name. */
    private List<String> ids() {
        if (contexts.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> directories = Files.list(contexts.get().resolve("meta"))) {
            return directories
                    .map(directory -> directory.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException none) {
            LOG.debugf(none, "there are no Docker contexts");
            return List.of();
        }
    }

    private Optional<Endpoint> endpoint(String id) {
        return contexts.flatMap(
                        directory -> json(directory.resolve("meta").resolve(id).resolve("meta.json"))
                                .map(context -> endpoint(id, directory, context)))
                .filter(endpoint -> DockerClients.isAddress(endpoint.address()));
    }

    private static Endpoint endpoint(String id, Path contexts, JsonNode context) {
        JsonNode daemon = context.path("Endpoints").path("docker");
        return new Endpoint(
                context.path("Name").asText(),
                daemon.path("Host").asText(),
                contexts.resolve("tls").resolve(id).resolve("docker"),
                !daemon.path("SkipTLSVerify").asBoolean());
    }

    private static Optional<JsonNode> json(Path file) {
        try {
            return Optional.of(JSON.readTree(Files.readString(file)));
        } catch (IOException unreadable) {
            LOG.debugf(unreadable, "%s cannot be read", file);
            return Optional.empty();
        }
    }
}
