package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.ServiceName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** How the services of a fleet stand. */
@ApplicationScoped
public final class ServicesStatus {

    private final FleetScopes scopes;
    private final ServiceControl control;

    @Inject
    public ServicesStatus(FleetScopes scopes, ServiceControl control) {
        this.scopes = scopes;
        this.control = control;
    }

    /** Those that the fleet does without are left out. */
    public List<ServiceStatus> of(Path fleetDirectory) throws InterruptedException {
        return of(scopes.of(fleetDirectory), List.of());
    }

    /** @param named all services if none is named */
    List<ServiceStatus> of(ServiceScope scope, Collection<ServiceName> named) throws InterruptedException {
        List<ServiceStatus> statuses = new ArrayList<>();
        for (ServiceName service : ServiceName.namedOrAll(named)) {
            if (!scope.settings().isSwitchedOff(service)) {
                statuses.add(control.look(service, scope));
            }
        }
        return statuses;
    }
}
