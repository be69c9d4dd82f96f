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

/** Brings services up because somebody said so, and makes sure of those that are configured too. */
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
     * @param named all services if none is named
     * @param listener is told of every service that had to be started
     * @throws InputException if one is named that the fleet does without
     * @throws EnvironmentException if one cannot be started, or is configured and does not answer
     */
    public List<ServiceStatus> up(Path fleetDirectory, Collection<ServiceName> named, PipelineListener listener)
            throws InterruptedException {
        ServiceScope scope = scopes.of(fleetDirectory);
        named.forEach(service -> requireSwitchedOn(service, scope));
        boolean isBuilderNamed = named.contains(ServiceName.BUILDKITD);
        boolean hasBuilder =
                isBuilderNamed && control.find(ServiceName.BUILDKITD, scope).isPresent();
        // A builder that starts is told where the registry is and with which keys the cache opens; it cannot be told
        // later.
        Set<ServiceName> dispensable = named.isEmpty() || isBuilderNamed && !hasBuilder
                ? EnumSet.copyOf(ServiceProvider.DISPENSABLE)
                : EnumSet.noneOf(ServiceName.class);
        dispensable.removeAll(named);
        // One that runs is held against those that are in use.
        ServiceScope known = hasBuilder
                ? scope.with(locator.locate(scope.directory(), scope.settings()).provided())
                : scope;
        Set<ServiceName> needed = ServiceName.namedOrAll(named);
        needed.addAll(dispensable);
        Provided provided = provider.provide(known, needed, dispensable, listener);
        List<ServiceStatus> statuses = status.of(scope.with(provided), named);
        for (ServiceStatus service : statuses) {
            if (!service.isRunning() && !(named.isEmpty() && service.name() == ServiceName.GARAGE)) {
                throw new EnvironmentException(Problem.error("the " + service.mode() + " " + service.name() + " at "
                                + service.address() + " does not answer")
                        .withHint("start it, or take its address out of the configuration and the environment to have"
                                + " one started here"));
            }
        }
        return statuses;
    }

    private static void requireSwitchedOn(ServiceName service, ServiceScope scope) {
        if (scope.settings().isSwitchedOff(service)) {
            String key = service == ServiceName.REGISTRY ? "build_registry" : "cache";
            throw new InputException(Problem.error("there is no " + service + " to start: " + key + " is false")
                    .withHint(
                            "take that out of .image-manager.yml and the environment, or do not name the " + service));
        }
    }
}
