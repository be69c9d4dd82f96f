package dev.imagemanager.pipeline.doctor;

import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.build.ImageBuilder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Checks whether there is a build daemon. */
@Singleton
final class BuilderCheck implements HealthCheck {

    private final ImageBuilder builder;

    @Inject
    BuilderCheck(ImageBuilder builder) {
        this.builder = builder;
    }

    @Override
    public Area area() {
        return Area.SERVICES;
    }

    @Override
    public String name() {
        return "build daemon";
    }

    @Override
    public List<Finding> examine(Subject subject) throws InterruptedException {
        if (subject.services().startable().contains(ServiceName.BUILDKITD)) {
            return List.of(Finding.ok(name(), "not running; started when needed"));
        }
        ImageBuilder.Builder found =
                builder.connect(subject.services().provided().requireBuilder(), subject.directory());
        return List.of(Finding.ok(
                name(),
                "version " + found.identity().version() + ", builds for "
                        + found.identity().platform()));
    }
}
