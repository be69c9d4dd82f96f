package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.CacheSettings;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.problem.EnvironmentException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Determines the addresses of a fleet's services without starting any. */
@Singleton
public final class ServiceLocator {

    private final ServicesStatus status;
    private final OwnLayerStore ownStore;
    private final OwnRegistry ownRegistry;

    @Inject
    public ServiceLocator(ServicesStatus status, OwnLayerStore ownStore, OwnRegistry ownRegistry) {
        this.status = status;
        this.ownStore = ownStore;
        this.ownRegistry = ownRegistry;
    }

    /**
     * Looks for one service.
     *
     * @param directory absolute
     * @param already the services that were found before
     * @return these, and the service if it runs
     * @throws EnvironmentException if the state of the service cannot be read
     */
    public Provided locate(ServiceName name, Path directory, FleetSettings settings, Provided already)
            throws InterruptedException {
        ServiceScope scope = new ServiceScope(directory, settings, already);
        for (ServiceStatus service : status.of(scope, List.of(name))) {
            if (service.isRunning()) {
                scope = scope.with(service, ownRegistry);
            }
        }
        return scope.provided();
    }

    /**
     * @param directory absolute
     * @throws EnvironmentException if the state of services cannot be read
     */
    public Whereabouts locate(Path directory, FleetSettings settings) throws InterruptedException {
        Set<ServiceName> startable = EnumSet.noneOf(ServiceName.class);
        Set<String> running = new HashSet<>();
        ServiceScope scope = new ServiceScope(directory, settings);
        if (settings.cache() instanceof CacheSettings.OwnService) {
            scope = scope.with(scope.provided().withCache(ownStore.find(directory)));
        }
        for (ServiceStatus service : status.of(scope, List.of())) {
            if (service.isRunning() || service.name() != ServiceName.REGISTRY) {
                scope = scope.with(service, ownRegistry);
            }
            if (service.isRunning()) {
                running.add(service.address());
            } else if (service.mode() != ServiceMode.EXTERNAL) {
                startable.add(service.name());
            }
        }
        return new Whereabouts(scope.provided(), startable, running);
    }
}
