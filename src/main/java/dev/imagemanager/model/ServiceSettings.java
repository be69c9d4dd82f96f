package dev.imagemanager.model;

import java.util.Map;
import java.util.Optional;

/**
 * What a fleet says about the services that it is built and tested with.
 *
 * @param modes of the services for which nothing is to be found out
 * @param hasOwnBuildRegistry whether the build registry's address was written, and is not just the default
 * @param registryPort of a registry of ours; empty for the first that is free
 * @param garagePort the same for a Garage of ours
 * @param gcKeepBytes how much of its cache a BuildKit daemon of ours keeps
 */
public record ServiceSettings(
        Map<ServiceName, ServiceMode> modes,
        boolean hasOwnBuildRegistry,
        Optional<Integer> registryPort,
        Optional<Integer> garagePort,
        long gcKeepBytes) {

    public ServiceSettings {
        modes = Map.copyOf(modes);
    }

    public Optional<ServiceMode> mode(ServiceName service) {
        return Optional.ofNullable(modes.get(service));
    }
}
