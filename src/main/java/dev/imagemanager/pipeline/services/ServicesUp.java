package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Starts services on request, and checks that external ones respond. */
@ApplicationScoped
public final class ServicesUp {

    private final FleetScopes scopes;
    private final ServiceControl control;
    private final ServiceProvider provider;
    private final ServicesStatus status;
    private final ServiceLocator locator;

    @Inject
    public ServicesUp(
            FleetScopes scopes,
            ServiceControl control,
            ServiceProvider provider,
            ServicesStatus status,
            ServiceLocator locator) {
        this.scopes = scopes;
        this.control = control;
        this.provider = provider;
        this.status = status;
        this.locator = locator;
    }

    /**
     * @param named the services to start; empty for all
     * @param listener receives an event for each started service
     * @throws InputException if a named service is switched off
     * @throws EnvironmentException if a service cannot be started, or an external one does not respond
     */
    public List<ServiceStatus> up(Path fleetDirectory, Collection<ServiceName> named, PipelineListener listener)
            throws InterruptedException {
        ServiceScope scope = scopes.of(fleetDirectory);
        provider.setAside(scope.directory(), listener);
        named.forEach(service -> requireSwitchedOn(service, scope));
        boolean isBuilderNamed = named.contains(ServiceName.BUILDKITD);
        boolean hasBuilder =
                isBuilderNamed && control.find(ServiceName.BUILDKITD, scope).isPresent();
        // buildkitd gets the address of the registry and the keys of the cache when it is started, not later.
        Set<ServiceName> optional = named.isEmpty() || isBuilderNamed && !hasBuilder
                ? EnumSet.copyOf(ServiceProvider.OPTIONAL)
                : EnumSet.noneOf(ServiceName.class);
        optional.removeAll(named);
        // A running buildkitd is compared with the services that are in use, to report changed settings.
        ServiceScope known = hasBuilder
                ? scope.with(locator.locate(scope.directory(), scope.settings()).provided())
                : scope;
        Set<ServiceName> needed = ServiceName.namedOrAll(named);
        needed.addAll(optional);
        Provided provided = provider.provide(known, needed, optional, listener);
        List<ServiceStatus> statuses = status.of(scope.with(provided), named);
        for (ServiceStatus service : statuses) {
            if (!service.isRunning() && !(named.isEmpty() && service.name() == ServiceName.GARAGE)) {
                throw new EnvironmentException(Problem.error("the " + service.mode() + " " + service.name() + " at "
                                + service.address() + " does not answer")
                        .withHint("start it, or remove its address from the configuration and the environment so that"
                                + " image-manager starts one"));
            }
        }
        return statuses;
    }

    private static void requireSwitchedOn(ServiceName service, ServiceScope scope) {
        if (scope.settings().isSwitchedOff(service)) {
            String key = service == ServiceName.REGISTRY ? "build_registry" : "cache";
            throw new InputException(Problem.error(service + " cannot be started: " + key + " is false")
                    .withHint("remove that setting from .image-manager.yml and the environment, or do not name "
                            + service));
        }
    }
}
