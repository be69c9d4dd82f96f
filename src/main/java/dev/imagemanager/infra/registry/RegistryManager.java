package dev.imagemanager.infra.registry;

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
import java.util.Optional;

/** The build registry as the Distribution project's registry, on a port of this machine. */
@Singleton
public final class RegistryManager implements ServiceManager {

    static final ServicePort PORT = new ServicePort(ServiceName.REGISTRY, 5050);
    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    private final RegistryClient client;
    private final List<ServiceWay<?>> ways;

    @Inject
    public RegistryManager(RegistryClient client, RegistryProcess process, RegistryContainer container) {
        this.client = client;
        this.ways = List.of(process, container);
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
        return addressAt(PORT.preferred(scope));
    }

    @Override
    public boolean answers(String address, ServiceScope scope) throws InterruptedException {
        try {
            HttpHeaders headers = client.ping(scope.settings().registryAt(address));
            return headers.allValues(RegistryConfig.OWNER_HEADER).stream()
                    .allMatch(RegistryConfig.ownerOf(scope)::equals);
        } catch (IOException nobodyThere) {
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

    static String addressAt(int port) {
        return "localhost:" + port;
    }
}
