package dev.imagemanager.infra.registry;

import dev.imagemanager.infra.container.ContainerDescription;
import dev.imagemanager.infra.container.ContainerFile;
import dev.imagemanager.infra.container.ContainerLaunch;
import dev.imagemanager.infra.container.ServiceWays;
import dev.imagemanager.infra.daemon.ProcessDescription;
import dev.imagemanager.infra.daemon.ServiceManager;
import dev.imagemanager.infra.daemon.ServicePort;
import dev.imagemanager.infra.daemon.ServiceWay;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The build registry: a CNCF Distribution registry on a port of this machine. */
@Singleton
public final class RegistryManager implements ServiceManager {

    public static final ServicePort PORT = new ServicePort(ServiceName.REGISTRY, 5050, "localhost");

    private static final int PORT_INSIDE = 5000;

    /** Its address in the network of the fleet's containers. */
    public static final String PRIVATE_ADDRESS = "registry:" + PORT_INSIDE;

    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final String PROGRAM = "docker-registry|registry";
    private static final Map<String, String> ENVIRONMENT = Map.of("OTEL_TRACES_EXPORTER", "none");

    private static final ProcessDescription PROCESS = ProcessDescription.of(
                    PORT,
                    List.of(PROGRAM),
                    "set build_registry to the address of a registry, or to false to build without one",
                    (place, programs) -> List.of(
                            programs.path(PROGRAM),
                            "serve",
                            place.write(
                                    "config.yml",
                                    RegistryConfig.of(place.scope(), "127.0.0.1:" + place.port(), place.path("data")))))
            .environment(ENVIRONMENT);

    private static final String DATA_INSIDE = "/var/lib/registry";

    private static final ContainerDescription CONTAINER =
            new ContainerDescription(PORT, place -> ContainerLaunch.of("registry:2")
                    .file(ContainerFile.readable(
                            "/etc/docker/registry/config.yml",
                            RegistryConfig.of(place.scope(), ":" + PORT_INSIDE, DATA_INSIDE)))
                    .variables(ENVIRONMENT)
                    .volume(DATA_INSIDE)
                    .port(PORT_INSIDE, place.port()));

    private final RegistryClient client;
    private final List<ServiceWay<?>> ways;

    @Inject
    public RegistryManager(RegistryClient client, ServiceWays ways) {
        this.client = client;
        this.ways = ways.of(PROCESS, CONTAINER);
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
        return PORT.likelyAddress(scope);
    }

    @Override
    public boolean answers(String address, ServiceScope scope) throws InterruptedException {
        try {
            HttpHeaders headers = client.ping(scope.settings().registryAt(address));
            return headers.allValues(RegistryConfig.OWNER_HEADER).stream()
                    .allMatch(RegistryConfig.ownerOf(scope)::equals);
        } catch (IOException unreachable) {
            return false;
        }
    }

    @Override
    public Duration startLimit() {
        return START_LIMIT;
    }

    @Override
    public List<ServiceWay<?>> ways() {
        return ways;
    }
}
