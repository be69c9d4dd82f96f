package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.ServiceName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Determines the status of a fleet's services. */
@ApplicationScoped
public final class ServicesStatus {

    private final FleetScopes scopes;
    private final ServiceControl control;

    @Inject
    public ServicesStatus(FleetScopes scopes, ServiceControl control) {
        this.scopes = scopes;
        this.control = control;
    }

    /** Returns the status of all services that are not switched off. */
    public List<ServiceStatus> of(Path fleetDirectory) throws InterruptedException {
        return of(scopes.of(fleetDirectory), List.of());
    }

    /** @param named the services to check; empty for all */
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
