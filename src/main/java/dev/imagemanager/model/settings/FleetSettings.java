package dev.imagemanager.model.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of a fleet.
 *
 * @param buildRegistry that every build goes to; empty where images are handed on without one
 * @param registries that the configuration names
 * @param mirrors registry host → host that is asked instead
 * @param cache where layers are kept
 * @param keepArchives whether {@code image.tar} stays in {@code dist/}
 * @param isTrusted whether the operator trusts the fleet's authors
 */
public record FleetSettings(
        Optional<Registry> buildRegistry,
        List<Registry> registries,
        Map<String, String> mirrors,
        CacheSettings cache,
        boolean keepArchives,
        ServiceSettings services,
        boolean isTrusted) {

    public FleetSettings {
        registries = List.copyOf(registries);
        mirrors = Map.copyOf(mirrors);
    }

    /** Whether the configuration says that the fleet does without a service. */
    public boolean isSwitchedOff(ServiceName service) {
        return service == ServiceName.REGISTRY && buildRegistry.isEmpty()
                || service == ServiceName.GARAGE && cache instanceof CacheSettings.SwitchedOff;
    }

    /** Returns settings in which the host of this registry stands for it. */
    public FleetSettings with(Registry registry) {
        List<Registry> others = registries.stream()
                .filter(other -> !other.host().equals(registry.host()))
                .toList();
        return new FleetSettings(
                buildRegistry,
                Stream.concat(others.stream(), Stream.of(registry)).toList(),
                mirrors,
                cache,
                keepArchives,
                services,
                isTrusted);
    }

    /** Returns the registries that mirrors are in. */
    public Stream<Registry> mirrorRegistries() {
        return mirrors.values().stream().map(mirror -> registryAt(mirror.split("/", 2)[0]));
    }

    /** Returns the settings of a registry host. */
    public Registry registryAt(String host) {
        return registries.stream()
                .filter(registry -> registry.host().equals(host))
                .findFirst()
                .orElseGet(() -> Registry.at(host));
    }
}
