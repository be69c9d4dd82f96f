package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.FleetSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The fleet that services are for; each has its own.
 *
 * @param directory the fleet's directory, absolute
 * @param settings as they are configured
 * @param provided what other services provide already, for those that have to know of it when they are started
 */
public record ServiceScope(Path directory, FleetSettings settings, Provided provided) {

    /** Before any service is looked for. */
    public ServiceScope(Path directory, FleetSettings settings) {
        this(directory, settings, Provided.bySettings(settings));
    }

    ServiceScope with(Provided other) {
        return new ServiceScope(directory, settings, other);
    }

    /** The same after a service was found or started. */
    ServiceScope with(ServiceStatus service) {
        return with(
                switch (service.name()) {
                    case REGISTRY -> provided.withRegistry(Optional.of(settings.registryAt(service.address())));
                    case BUILDKITD -> provided.withBuilder(service.address());
                    case DIND -> provided.withDockerDaemon(service.address());
                    case GARAGE -> provided;
                });
    }
}
