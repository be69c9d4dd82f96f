package dev.imagemanager.model.settings;

import java.util.Map;
import java.util.Optional;

/**
 * The settings of a fleet's services.
 *
 * @param modes configured modes; a service without one is chosen automatically
 * @param hasOwnBuildRegistry whether the build registry's address is configured and not the default
 * @param ports ports of services that image-manager starts; others use the first free port
 * @param isBuildkitdNetworkPrivate whether a BuildKit container has a private network; empty to choose by operating
 *     system
 * @param gcKeepBytes cache size of a BuildKit daemon that image-manager starts, in bytes
 */
public record ServiceSettings(
        Map<ServiceName, ServiceMode> modes,
        boolean hasOwnBuildRegistry,
        Map<ServiceName, Integer> ports,
        Optional<Boolean> isBuildkitdNetworkPrivate,
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
