package dev.imagemanager.model.settings;

import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.config.ServicesConfig;
import dev.imagemanager.config.ServicesConfig.ServiceConfig;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Resolves {@link ServiceSettings}. Invalid values that were already reported are ignored. */
public final class ServiceSettingsResolver {

    private static final long DEFAULT_GC_KEEP = 20_000_000_000L;

    /** The settings if nothing is configured. */
    static final ServiceSettings DEFAULTS = new ServiceSettings(Map.of(), false, Map.of(), false, DEFAULT_GC_KEEP);

    private ServiceSettingsResolver() {}

    static ServiceSettings resolve(FleetConfig config) {
        ServicesConfig services = config.services();
        Map<ServiceName, ServiceMode> modes = new EnumMap<>(ServiceName.class);
        Map<ServiceName, Integer> ports = new EnumMap<>(ServiceName.class);
        Map.of(
                        ServiceName.BUILDKITD, services.buildkitd(),
                        ServiceName.REGISTRY, services.registry(),
                        ServiceName.GARAGE, services.garage(),
                        ServiceName.DIND, services.dind())
                .forEach((name, service) -> {
                    mode(service).ifPresent(mode -> modes.put(name, mode));
                    port(service).ifPresent(port -> ports.put(name, port));
                });
        return new ServiceSettings(
                modes,
                config.buildRegistry().isPresent(),
                ports,
                services.buildkitd().isInHostNetwork(),
                services.buildkitd().gcKeep().flatMap(ByteSize::parse).orElse(DEFAULT_GC_KEEP));
    }

    private static Optional<Integer> port(ServiceConfig service) {
        return service.port().filter(port -> port.matches("[0-9]{1,5}")).map(Integer::valueOf);
    }

    private static Optional<ServiceMode> mode(ServiceConfig service) {
        return service.mode().flatMap(text -> Arrays.stream(ServiceMode.values())
                .filter(mode -> mode.toString().equals(text))
                .findFirst());
    }
}
