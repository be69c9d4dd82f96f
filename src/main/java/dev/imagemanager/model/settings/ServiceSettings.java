package dev.imagemanager.model.settings;

import java.util.Map;
import java.util.Optional;

/**
 * The settings of a fleet's services.
 *
 * @param modes of the services for which nothing is to be found out
 * @param hasOwnBuildRegistry whether the build registry's address was written, and is not just the default
 * @param ports of services of ours; one that has none takes the first that is free
 * @param isBuildkitdInHostNetwork whether a buildkitd in a container uses the network of the machine, as its operator allows
 * @param gcKeepBytes how much of its cache a buildkitd of ours keeps
 */
public record ServiceSettings(
        Map<ServiceName, ServiceMode> modes,
        boolean hasOwnBuildRegistry,
        Map<ServiceName, Integer> ports,
        boolean isBuildkitdInHostNetwork,
        long gcKeepBytes) {

    public ServiceSettings {
        modes = Map.copyOf(modes);
        ports = Map.copyOf(ports);
    }

    public Optional<ServiceMode> mode(ServiceName service) {
        return Optional.ofNullable(modes.get(service));
    }

    public Optional<Integer> port(ServiceName service) {
        return Optional.ofNullable(ports.get(service));
    }
}
