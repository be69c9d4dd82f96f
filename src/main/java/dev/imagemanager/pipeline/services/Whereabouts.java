package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.ServiceName;
import java.util.Set;

/**
 * Where the services of a fleet are while nothing is started.
 *
 * @param settings with the build registry that runs, if one does
 * @param startable services that do not run and would be started when they are needed
 * @param addresses of those that run
 */
public record Whereabouts(FleetSettings settings, Set<ServiceName> startable, Set<String> addresses) {

    public Whereabouts {
        startable = Set.copyOf(startable);
        addresses = Set.copyOf(addresses);
    }
}
