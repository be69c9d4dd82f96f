package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.CacheSettings;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** Finds or starts the services that a command needs. */
@Singleton
public final class ServiceProvider {

    /** Services that builds can do without. */
    static final Set<ServiceName> OPTIONAL = Set.of(ServiceName.REGISTRY, ServiceName.GARAGE);

    private final FleetScopes scopes;
    private final ServiceControl control;
    private final ServicesLock lock;
    private final OwnLayerStore ownStore;
    private final OwnRegistry ownRegistry;

    @Inject
    public ServiceProvider(
            FleetScopes scopes,
            ServiceControl control,
            ServicesLock lock,
            OwnLayerStore ownStore,
            OwnRegistry ownRegistry) {
        this.scopes = scopes;
        this.control = control;
        this.lock = lock;
        this.ownStore = ownStore;
        this.ownRegistry = ownRegistry;
    }

    /**
     * Finds or starts services. Does not check whether services respond at an address in the configuration. A registry
     * that is not configured, or a layer cache, is omitted with a note if it cannot be started.
     *
     * @param directory the fleet's directory, absolute
     * @param already the services that were provided before
     * @param listener receives an event for each started service and a note for each omitted one
     * @return these services and the others
     * @throws EnvironmentException if a required service cannot be started
     */
    public Provided provide(
            Path directory,
            FleetSettings settings,
            Provided already,
            Set<ServiceName> needed,
            PipelineListener listener)
            throws InterruptedException {
        return provide(new ServiceScope(directory, settings, already), needed, OPTIONAL, listener);
    }

    /** @param optional services to omit with a note if they cannot be started */
    Provided provide(ServiceScope scope, Set<ServiceName> needed, Set<ServiceName> optional, PipelineListener listener)
            throws InterruptedException {
        setAside(scope.directory(), listener);
        try (ServiceSupply supply = ServiceSupply.begin(control, lock, ownStore, ownRegistry, scope, listener)) {
            for (ServiceName service : ServiceName.values()) {
                if (!needed.contains(service) || scope.settings().isSwitchedOff(service)) {
                    continue;
                }
                if (service == ServiceName.REGISTRY && optional.contains(service)) {
                    supply.provideRegistry();
                } else if (service == ServiceName.GARAGE && optional.contains(service)) {
                    supply.provideCache(needed.contains(ServiceName.BUILDKITD));
                } else {
                    supply.provide(service);
                }
            }
            return supply.provided();
        }
    }

    /** {@linkplain ServiceControl#setAside Moves aside} state that was not created here. */
    void setAside(Path directory, PipelineListener listener) throws InterruptedException {
        control.setAside(directory).ifPresent(note -> listener.on(new PipelineEvent.Noted(note)));
    }

    /**
     * Finds or starts the layer cache.
     *
     * @param listener receives an event if its service was started
     * @throws InputException if the cache is switched off
     * @throws EnvironmentException if its service cannot be started
     */
    public ObjectStore provideCache(Path fleetDirectory, PipelineListener listener) throws InterruptedException {
        ServiceScope scope = scopes.of(fleetDirectory);
        if (scope.settings().isSwitchedOff(ServiceName.GARAGE)) {
            throw new InputException(Problem.error("the layer cache is switched off")
                    .withHint("remove 'cache: false' from .image-manager.yml"));
        }
        Provided provided = scope.settings().cache() instanceof CacheSettings.OwnService
                ? provide(scope, EnumSet.of(ServiceName.GARAGE), Set.of(), listener)
                : scope.provided();
        return provided.cache()
                .orElseThrow(() -> new EnvironmentException(Problem.error("the fleet's own layer cache has no keys")
                        .withHint("run 'image-manager services down garage'; the next command sets it up again")));
    }
}
