package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.ServiceName;
import java.util.List;
import java.util.Optional;

/**
 * What the services of a fleet provide to one command.
 *
 * @param builders addresses of the daemons that build images; none if no builder was needed
 * @param registry that every build goes to; empty where images are handed on without one
 * @param cache where layers are kept; empty for nowhere
 * @param dockerDaemon address of the daemon that images are tested in; empty if none was needed
 */
public record Provided(
        List<String> builders,
        Optional<Registry> registry,
        Optional<ObjectStore> cache,
        Optional<String> dockerDaemon) {

    public Provided {
        builders = List.copyOf(builders);
    }

    /** What the settings name, before any service is looked for. */
    public static Provided bySettings(FleetSettings settings) {
        return new Provided(
                List.of(),
                settings.buildRegistry(),
                settings.cache() instanceof ObjectStore store ? Optional.of(store) : Optional.empty(),
                Optional.empty());
    }

    /** @throws IllegalStateException if no builder was needed */
    public String requireBuilder() {
        return builders.stream().findFirst().orElseThrow(() -> notNeeded(ServiceName.BUILDKITD));
    }

    /** @throws IllegalStateException if no Docker daemon was needed */
    public String requireDockerDaemon() {
        return dockerDaemon.orElseThrow(() -> notNeeded(ServiceName.DIND));
    }

    private static IllegalStateException notNeeded(ServiceName service) {
        return new IllegalStateException("nobody asked for " + service);
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
