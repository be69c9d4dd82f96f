package dev.imagemanager.infra.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.infra.daemon.DaemonLaunch;
import dev.imagemanager.infra.daemon.LocalPorts;
import dev.imagemanager.infra.daemon.Requirements;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceManager;
import dev.imagemanager.infra.daemon.StateDirectory;
import dev.imagemanager.model.Registry;
import dev.imagemanager.model.ServiceName;
import dev.imagemanager.model.ServiceSettings;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The build registry as the Distribution project's registry on a port of this machine. It says whose it is in a header,
 * so that no fleet takes another one's for its own.
 */
@Singleton
public final class RegistryManager implements ServiceManager {

    private static final int DEFAULT_PORT = 5050;
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final String PROGRAMS = "docker-registry|registry";
    private static final String OWNER_HEADER = "X-Image-Manager";

    private final RegistryClient client;
    private final Requirements requirements;

    @Inject
    public RegistryManager(RegistryClient client, Requirements requirements) {
        this.client = client;
        this.requirements = requirements;
    }

    @Override
    public ServiceName name() {
        return ServiceName.REGISTRY;
    }

    @Override
    public Optional<String> configuredAddress(ServiceScope scope) {
        return scope.settings().services().hasOwnBuildRegistry()
                ? scope.settings().buildRegistry().map(Registry::host)
                : Optional.empty();
    }

    @Override
    public String defaultAddress(ServiceScope scope) {
        return addressAt(scope.settings().services().registryPort().orElse(DEFAULT_PORT));
    }

    @Override
    public String ownAddress(ServiceDirectory directory, ServiceScope scope) {
        return defaultAddress(scope);
    }

    @Override
    public boolean answers(String address, ServiceScope scope) throws InterruptedException {
        try {
            HttpHeaders headers = client.ping(scope.settings().registryAt(address));
            return headers.allValues(OWNER_HEADER).stream().allMatch(ownerOf(scope)::equals);
        } catch (IOException nobodyThere) {
            return false;
        }
    }

    @Override
    public Optional<Problem> obstacle() {
        return requirements.missing(
                false, "set build_registry to the address of a registry, or to false to build without one", PROGRAMS);
    }

    @Override
    public Duration startLimit() {
        return START_LIMIT;
    }

    @Override
    public DaemonLaunch prepare(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress) {
        int port = port(scope.settings().services(), lastAddress);
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("version", "0.1");
        config.putObject("log").put("level", "info").putObject("accesslog").put("disabled", true);
        ObjectNode storage = config.putObject("storage");
        storage.putObject("filesystem")
                .put("rootdirectory", directory.resolve("data").toString());
        storage.putObject("delete").put("enabled", true);
        ObjectNode http = config.putObject("http").put("addr", "127.0.0.1:" + port);
        http.putObject("headers").putArray(OWNER_HEADER).add(ownerOf(scope));
        // YAML 1.2 holds all of JSON, and JSON has one way only to write a path.
        String file =
                directory.write("config.yml", config.toPrettyString() + "\n").toString();
        return new DaemonLaunch(
                List.of(requirements.path(PROGRAMS), "serve", file),
                addressAt(port),
                false,
                Map.of("OTEL_TRACES_EXPORTER", "none"),
                Set.of("REGISTRY_"));
    }

    @Override
    public boolean isTaken(String address) {
        return !LocalPorts.isFree(portOf(address));
    }

    private static int portOf(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private static int port(ServiceSettings settings, Optional<String> lastAddress) {
        if (settings.registryPort().isPresent()) {
            return LocalPorts.require(settings.registryPort().get(), "the registry", "services.registry.port");
        }
        return lastAddress
                .map(RegistryManager::portOf)
                .filter(LocalPorts::isFree)
                .orElseGet(() -> LocalPorts.firstFree(DEFAULT_PORT));
    }

    private static String ownerOf(ServiceScope scope) {
        return StateDirectory.of(scope.directory()).id();
    }

    private static String addressAt(int port) {
        return "localhost:" + port;
    }
}
