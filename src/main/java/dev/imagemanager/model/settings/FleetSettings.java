package dev.imagemanager.model.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What holds for the whole fleet.
 *
 * @param buildRegistry that every build goes to; empty where images are handed on without one
 * @param registries that the configuration names
 * @param mirrors registry host → host that is asked instead
 * @param cache where layers are kept; the fleet's own service, or, once that is there, what it offers
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

    /** @param host of the registry that builds go to instead, with an optional port */
    public FleetSettings withBuildRegistry(String host) {
        return new FleetSettings(Optional.of(registryAt(host)), registries, mirrors, cache, keepArchives, services);
    }

    public FleetSettings withoutBuildRegistry() {
        return new FleetSettings(Optional.empty(), registries, mirrors, cache, keepArchives, services);
    }

    /** @param other where layers are kept instead */
    public FleetSettings withCache(CacheSettings other) {
        return new FleetSettings(buildRegistry, registries, mirrors, other, keepArchives, services);
    }

    /** What is known of a host. */
    public Registry registryAt(String host) {
        return registries.stream()
                .filter(registry -> registry.host().equals(host))
                .findFirst()
                .orElseGet(() -> Registry.at(host));
    }
}
