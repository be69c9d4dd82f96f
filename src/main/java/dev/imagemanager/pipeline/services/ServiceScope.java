package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.ServiceMode;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The fleet that services are for, with the settings that they are started with.
 *
 * @param directory the fleet's directory, absolute
 * @param settings the fleet's settings
 * @param provided services that are already available; buildkitd is configured to use them when it is started
 */
public record ServiceScope(Path directory, FleetSettings settings, Provided provided) {

    /** Creates a scope with only the services that have an address in the settings. */
    public ServiceScope(Path directory, FleetSettings settings) {
        this(directory, settings, Provided.bySettings(settings));
    }

    ServiceScope with(Provided other) {
        return new ServiceScope(directory, settings, other);
    }

    /**
     * Returns a scope in which this service is available too.
     *
     * @param ownRegistry knows the account of the registry, unless that is an external one
     */
    ServiceScope with(ServiceStatus service, OwnRegistry ownRegistry) {
        return with(
                switch (service.name()) {
                    case REGISTRY -> provided.withRegistry(Optional.of(registry(service, ownRegistry)));
                    case BUILDKITD -> provided.withBuilder(service.address());
                    case DIND -> provided.withDockerDaemon(service.address());
                    case GARAGE -> provided;
                });
    }

    private Registry registry(ServiceStatus service, OwnRegistry ownRegistry) {
        Registry registry = settings.buildRegistry()
                .filter(build -> build.host().equals(service.address()))
                .orElseGet(() -> settings.registryAt(service.address()));
        return service.mode() == ServiceMode.EXTERNAL ? registry : registry.with(ownRegistry.account(directory));
    }
}
