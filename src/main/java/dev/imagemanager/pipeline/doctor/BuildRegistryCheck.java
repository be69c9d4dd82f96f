package dev.imagemanager.pipeline.doctor;

import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.build.ImageStores;
import dev.imagemanager.problem.EnvironmentException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Checks whether the build registry responds. */
@Singleton
final class BuildRegistryCheck implements HealthCheck {

    private final ImageStores stores;

    @Inject
    BuildRegistryCheck(ImageStores stores) {
        this.stores = stores;
    }

    @Override
    public Area area() {
        return Area.SERVICES;
    }

    @Override
    public String name() {
        return "build registry";
    }

    @Override
    public List<Finding> examine(Subject subject) throws InterruptedException {
        if (subject.services().startable().contains(ServiceName.REGISTRY)) {
            return List.of(Finding.ok(name(), "not running; started when needed"));
        }
        Optional<Registry> registry = subject.services().provided().registry();
        if (registry.isEmpty()) {
            return List.of(Finding.ok(name(), "switched off: builds store their images in " + OutputPaths.IMAGE_STORE));
        }
        try {
            stores.open(subject.directory(), registry);
            return List.of(Finding.ok(name(), registry.get() + " answers"));
        } catch (EnvironmentException absent) {
            if (isAskedFor(subject.settings())) {
                throw absent;
            }
            return List.of(Finding.warning(
                    name(),
                    "registry does not answer at " + registry.get()
                            + " and cannot be started: builds store their images in " + OutputPaths.IMAGE_STORE,
                    "install docker-registry or registry, or set build_registry: false if no registry is wanted"));
        }
    }

    private static boolean isAskedFor(FleetSettings settings) {
        return settings.services().hasOwnBuildRegistry()
                || settings.services().mode(ServiceName.REGISTRY).isPresent();
    }
}
