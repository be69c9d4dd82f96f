package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.ServiceName;
import java.util.Set;

/**
 * The addresses of a fleet's services.
 *
 * @param provided the services that are running, and those that would be started
 * @param startable services that are not running and would be started when needed
 * @param addresses the addresses of running services
 */
public record Whereabouts(Provided provided, Set<ServiceName> startable, Set<String> addresses) {

    public Whereabouts {
        startable = Set.copyOf(startable);
        addresses = Set.copyOf(addresses);
    }

    /** Returns only the services that have an address in the settings. */
    public static Whereabouts bySettings(FleetSettings settings) {
        return new Whereabouts(Provided.bySettings(settings), Set.of(), Set.of());
    }
}
