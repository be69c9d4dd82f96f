package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.ServiceName;
import java.util.List;
import java.util.Optional;

/**
 * The services that a command can use.
 *
 * @param builders addresses of build daemons; empty if no builder was requested
 * @param registry the registry that builds push to; empty for builds without a registry
 * @param cache the object store of the layer cache; empty for builds without a cache
 * @param dockerDaemon address of the Docker daemon for tests, as in {@code DOCKER_HOST}; empty if none was requested
 */
public record Provided(
        List<String> builders,
        Optional<Registry> registry,
        Optional<ObjectStore> cache,
        Optional<String> dockerDaemon) {

    public Provided {
        builders = List.copyOf(builders);
    }

    /** Returns the services that are configured with an address. */
    public static Provided bySettings(FleetSettings settings) {
        return new Provided(
                List.of(),
                settings.buildRegistry(),
                settings.cache() instanceof ObjectStore store ? Optional.of(store) : Optional.empty(),
                Optional.empty());
    }

    /** Returns the settings for clients of registries: with the account of the build registry. */
    public FleetSettings registrySettings(FleetSettings settings) {
        return registry.filter(own -> own.credentials().isPresent())
                .map(settings::with)
                .orElse(settings);
    }

    /** @throws IllegalStateException if no builder was requested */
    public String requireBuilder() {
        return builders.stream().findFirst().orElseThrow(() -> notRequested(ServiceName.BUILDKITD));
    }

    /** @throws IllegalStateException if no Docker daemon was requested */
    public String requireDockerDaemon() {
        return dockerDaemon.orElseThrow(() -> notRequested(ServiceName.DIND));
    }

    private static IllegalStateException notRequested(ServiceName service) {
        return new IllegalStateException("internal error: " + service + " was not requested");
    }

    Provided withBuilder(String address) {
        return new Provided(List.of(address), registry, cache, dockerDaemon);
    }

    Provided withRegistry(Optional<Registry> other) {
        return new Provided(builders, other, cache, dockerDaemon);
    }

    Provided withCache(Optional<ObjectStore> other) {
        return new Provided(builders, registry, other, dockerDaemon);
    }

    Provided withDockerDaemon(String address) {
        return new Provided(builders, registry, cache, Optional.of(address));
    }
}
