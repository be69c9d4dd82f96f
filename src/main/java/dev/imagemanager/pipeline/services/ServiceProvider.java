package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.CacheSettings;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** Brings the services of a fleet up, as far as a command needs them. */
@Singleton
public final class ServiceProvider {

    /** Nobody has to have a registry or a layer cache. */
    static final Set<ServiceName> DISPENSABLE = Set.of(ServiceName.REGISTRY, ServiceName.GARAGE);

    private final FleetScopes scopes;
    private final ServiceControl control;
    private final ServicesLock lock;
    private final OwnLayerStore ownStore;

    @Inject
    public ServiceProvider(FleetScopes scopes, ServiceControl control, ServicesLock lock, OwnLayerStore ownStore) {
        this.scopes = scopes;
        this.control = control;
        this.lock = lock;
        this.ownStore = ownStore;
    }

    /**
     * Makes sure that services are there. An address that was configured is left to whoever uses it. Where no registry
     * or layer cache is asked for and none can be started, builds do without.
     *
     * @param directory absolute
     * @param listener is told of every service that had to be started, and of what there is not
     * @throws EnvironmentException if one that is needed cannot be started
     */
    public Provided provide(Path directory, FleetSettings settings, Set<ServiceName> needed, PipelineListener listener)
            throws InterruptedException {
        return provide(new ServiceScope(directory, settings), needed, DISPENSABLE, listener);
    }

    /** @param dispensable those without which builds may go on, if they are needed but cannot be started */
    Provided provide(
            ServiceScope scope, Set<ServiceName> needed, Set<ServiceName> dispensable, PipelineListener listener)
            throws InterruptedException {
        try (ServiceSupply supply = ServiceSupply.begin(control, lock, ownStore, scope, listener)) {
            for (ServiceName service : ServiceName.values()) {
                if (!needed.contains(service) || scope.settings().isSwitchedOff(service)) {
                    continue;
                }
                if (service == ServiceName.REGISTRY && dispensable.contains(service)) {
                    supply.provideRegistry();
                } else if (service == ServiceName.GARAGE && dispensable.contains(service)) {
                    supply.provideCache(needed.contains(ServiceName.BUILDKITD));
                } else {
                    supply.provide(service);
                }
            }
            return supply.provided();
        }
    }

    /**
     * Makes sure that the layer cache is there.
     *
     * @param listener is told if its service had to be started
     * @throws InputException if the cache is switched off
     * @throws EnvironmentException if its service cannot be started
     */
    public ObjectStore provideCache(Path fleetDirectory, PipelineListener listener) throws InterruptedException {
        ServiceScope scope = scopes.of(fleetDirectory);
        if (scope.settings().isSwitchedOff(ServiceName.GARAGE)) {
            throw new InputException(Problem.error("the layer cache is switched off")
                    .withHint("take 'cache: false' out of .image-manager.yml"));
        }
        Provided provided = scope.settings().cache() instanceof CacheSettings.OwnService
                ? provide(scope, EnumSet.of(ServiceName.GARAGE), Set.of(), listener)
                : scope.provided();
        return provided.cache()
                .orElseThrow(() -> new EnvironmentException(Problem.error("the fleet's own layer cache has no keys")
                        .withHint("'image-manager services down garage' lets the next command set it up anew")));
    }
}
