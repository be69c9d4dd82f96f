package dev.imagemanager.model;

import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.config.ServicesConfig;
import dev.imagemanager.config.ServicesConfig.ServiceConfig;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes {@link ServiceSettings} of what is written; values that are problems already are passed over. */
final class ServiceSettingsResolver {

    private static final long DEFAULT_GC_KEEP = 20_000_000_000L;

    private static final Map<String, Long> UNITS =
            Map.of("kB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L, "TB", 1_000_000_000_000L);

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}) ?([A-Za-z]+)");

    /** Nothing is written. */
    static final ServiceSettings DEFAULTS =
            new ServiceSettings(Map.of(), false, Map.of(), Optional.empty(), DEFAULT_GC_KEEP);

    private ServiceSettingsResolver() {}

    static ServiceSettings resolve(FleetConfig config) {
        ServicesConfig services = config.services();
        Map<ServiceName, ServiceMode> modes = new EnumMap<>(ServiceName.class);
        Map<ServiceName, Integer> ports = new EnumMap<>(ServiceName.class);
        Map.of(
                        ServiceName.BUILDKITD, services.buildkitd(),
                        ServiceName.REGISTRY, services.registry(),
                        ServiceName.DIND, services.dind())
                .forEach((name, service) -> {
                    mode(service).ifPresent(mode -> modes.put(name, mode));
                    port(service).ifPresent(port -> ports.put(name, port));
                });
        return new ServiceSettings(
                modes,
                config.buildRegistry().isPresent(),
                ports,
                services.buildkitd().network().map("private"::equals),
                services.buildkitd()
                        .gcKeep()
                        .flatMap(ServiceSettingsResolver::bytes)
                        .orElse(DEFAULT_GC_KEEP));
    }

    private static Optional<Integer> port(ServiceConfig service) {
        return service.port().filter(port -> port.matches("[0-9]{1,5}")).map(Integer::valueOf);
    }

    private static Optional<ServiceMode> mode(ServiceConfig service) {
        return service.mode().flatMap(text -> Arrays.stream(ServiceMode.values())
                .filter(mode -> mode.toString().equals(text))
                .findFirst());
    }

    /** Units as disks are sold: powers of ten. */
    private static Optional<Long> bytes(String text) {
        Matcher size = SIZE.matcher(text);
        return size.matches()
                ? Optional.ofNullable(UNITS.get(size.group(2))).map(unit -> unit * Long.parseLong(size.group(1)))
                : Optional.empty();
    }
}
