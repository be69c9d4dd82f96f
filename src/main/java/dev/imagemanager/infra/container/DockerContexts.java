package dev.imagemanager.infra.container;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.config.Environment;
import dev.imagemanager.infra.credentials.DockerConfig;
import dev.imagemanager.pipeline.Sha256;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The Docker daemon that the user chose with {@code docker context use}, as Colima and rootless Docker do at their set-up. */
@Singleton
public final class DockerContexts {

    private static final Logger LOG = Logger.getLogger(DockerContexts.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Environment environment;
    private final Path configuration;

    @Inject
    public DockerContexts(Environment environment, DockerConfig docker) {
        this.environment = environment;
        this.configuration = docker.file();
    }

    /** The address of the current context's daemon; empty if it is the default one, or cannot be read. */
    Optional<String> address() {
        try {
            Optional<String> name = name();
            if (name.isEmpty()) {
                return Optional.empty();
            }
            Path metadata = configuration
                    .resolveSibling("contexts")
                    .resolve("meta")
                    .resolve(Sha256.of(name.get()))
                    .resolve("meta.json");
            return Optional.of(JSON.readTree(Files.readString(metadata))
                            .path("Endpoints")
                            .path("docker")
                            .path("Host")
                            .asText())
                    .filter(DockerClients::isAddress);
        } catch (IOException unreadable) {
            LOG.debugf(unreadable, "the current Docker context cannot be read");
            return Optional.empty();
        }
    }

    private Optional<String> name() throws IOException {
        Optional<String> chosen = environment.variable("DOCKER_CONTEXT").filter(name -> !name.isEmpty());
        if (chosen.isEmpty() && Files.isRegularFile(configuration)) {
            chosen = Optional.of(JSON.readTree(Files.readString(configuration))
                    .path("currentContext")
                    .asText());
        }
        return chosen.filter(name -> !name.isEmpty() && !name.equals("default"));
    }
}
