package dev.imagemanager.model.settings;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of a fleet.
 *
 * @param buildRegistry that every build goes to; empty where images are handed on without one
 * @param registries that the configuration names
 * @param mirrors registry host → the places that are asked before it, in this order: hosts with an optional path
 * @param cache where layers are kept
 * @param keepArchives whether {@code image.tar} stays in {@code dist/}
 * @param sourceDate the latest time in images
 * @param builders that are no services of the fleet
 * @param memory in the build registry
 * @param hasSboms whether runs list the packages of images
 * @param pruning what may be removed from registries
 * @param isTrusted whether the operator trusts the fleet's authors
 */
public record FleetSettings(
        Optional<Registry> buildRegistry,
        List<Registry> registries,
        Map<String, List<String>> mirrors,
        CacheSettings cache,
        boolean keepArchives,
        SourceDate sourceDate,
        ServiceSettings services,
        BuilderSettings builders,
        MemorySettings memory,
        PublishSettings publishing,
        boolean hasSboms,
        PruneSettings pruning,
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

    FleetSettings withBuildRegistry(Registry registry) {
        return new FleetSettings(
                Optional.of(registry),
                registries,
                mirrors,
                cache,
                keepArchives,
                sourceDate,
                services,
                builders,
                memory,
                publishing,
                hasSboms,
                pruning,
                isTrusted);
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
                sourceDate,
                services,
                builders,
                memory,
                publishing,
                hasSboms,
                pruning,
                isTrusted);
    }

    /** Returns the registries that mirrors are in. */
    public Stream<Registry> mirrorRegistries() {
        return mirrors.values().stream().flatMap(List::stream).map(this::registryOf);
    }

    /** Returns the settings of a registry host. */
    public Registry registryAt(String host) {
        return registryOf(host);
    }

    /**
     * Returns the settings of a registry with an optional path: those of the entry for the longest part of the path, else of
     * another entry for the host.
     *
     * @param place {@code host}, {@code host:port} or {@code host/path}
     */
    public Registry registryOf(String place) {
        String[] parts = place.split("/", 2);
        Registry plain = Registry.at(parts[0]).below(parts.length == 1 ? "" : parts[1]);
        return registries.stream()
                .filter(registry -> registry.host().equals(plain.host()))
                .max(Comparator.comparingInt(registry -> matchOf(registry.path(), plain.path())))
                .map(registry -> registry.below(plain.path()))
                .orElse(plain);
    }

    /**
     * Returns how images are published in a registry.
     *
     * @param place {@code host}, {@code host:port} or {@code host/path}
     */
    public PublishPlace publishPlaceOf(String place) {
        return publishing.placeIn(registryOf(place.replaceFirst("/+$", "")));
    }

    private static int matchOf(String prefix, String path) {
        return prefix.isEmpty() || (path + "/").startsWith(prefix + "/") ? prefix.length() + 1 : 0;
    }
}
