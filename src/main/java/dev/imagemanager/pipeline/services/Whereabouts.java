package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.ServiceName;
import java.util.Set;

/**
 * Where the services of a fleet are while nothing is started.
 *
 * @param provided what they provide, or would
 * @param startable services that do not run and would be started when they are needed
 * @param addresses of those that run
 */
public record Whereabouts(Provided provided, Set<ServiceName> startable, Set<String> addresses) {

    public Whereabouts {
        startable = Set.copyOf(startable);
        addresses = Set.copyOf(addresses);
    }

    /** Where nothing more is known than what the settings name. */
    public static Whereabouts bySettings(FleetSettings settings) {
        return new Whereabouts(Provided.bySettings(settings), Set.of(), Set.of());
    }
}
