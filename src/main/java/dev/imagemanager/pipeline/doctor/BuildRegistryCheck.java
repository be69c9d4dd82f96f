package dev.imagemanager.pipeline.doctor;

import dev.imagemanager.model.ServiceName;
import dev.imagemanager.pipeline.build.ImageStore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Whether the registry that every build goes to answers. */
@Singleton
final class BuildRegistryCheck implements HealthCheck {

    private final ImageStore store;

    @Inject
    BuildRegistryCheck(ImageStore store) {
        this.store = store;
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
        if (subject.startable().contains(ServiceName.REGISTRY)) {
            return List.of(Finding.ok(name(), "not running; started when it is needed"));
        }
        store.connect(subject.settings().buildRegistry());
        return List.of(Finding.ok(name(), subject.settings().buildRegistry() + " answers"));
    }
}
