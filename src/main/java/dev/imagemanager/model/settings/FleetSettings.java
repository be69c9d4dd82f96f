package dev.imagemanager.model.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a fleet.
 *
 * @param buildRegistry that builds push to; empty to store images locally
 * @param registries in the configuration
 * @param mirrors registry host → mirror host
 * @param cache the layer cache; the fleet's own service until that is started, then its object store
 * @param keepArchives whether {@code image.tar} stays in {@code dist/}
 */
public record FleetSettings(
        Optional<Registry> buildRegistry,
        List<Registry> registries,
        Map<String, String> mirrors,
        CacheSettings cache,
        boolean keepArchives,
        ServiceSettings services) {

    public FleetSettings {
        registries = List.copyOf(registries);
        mirrors = Map.copyOf(mirrors);
    }

    /** @param host host name of the new build registry, with an optional port */
    public FleetSettings withBuildRegistry(String host) {
        return new FleetSettings(Optional.of(registryAt(host)), registries, mirrors, cache, keepArchives, services);
    }

    public FleetSettings withoutBuildRegistry() {
        return new FleetSettings(Optional.empty(), registries, mirrors, cache, keepArchives, services);
    }

    /** @param other the new layer cache */
    public FleetSettings withCache(CacheSettings other) {
        return new FleetSettings(buildRegistry, registries, mirrors, other, keepArchives, services);
    }

    /** Returns the settings of a registry host. */
    public Registry registryAt(String host) {
        return registries.stream()
                .filter(registry -> registry.host().equals(host))
                .findFirst()
                .orElseGet(() -> Registry.at(host));
    }
}
