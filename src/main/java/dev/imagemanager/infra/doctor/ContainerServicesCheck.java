package dev.imagemanager.infra.doctor;

import dev.imagemanager.infra.container.HostDocker;
import dev.imagemanager.infra.linux.OperatingSystem;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.HealthCheck;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Checks whether services can run as containers, which is required except on Linux. */
@Singleton
final class ContainerServicesCheck implements HealthCheck {

    private final HostDocker docker;

    @Inject
    ContainerServicesCheck(HostDocker docker) {
        this.docker = docker;
    }

    @Override
    public Area area() {
        return Area.MACHINE;
    }

    @Override
    public String name() {
        return "containers for services";
    }

    @Override
    public List<Finding> examine(Subject subject) {
        Optional<Problem> obstacle = docker.obstacle();
        if (obstacle.isEmpty()) {
            return List.of(Finding.ok(name(), "can run in the Docker daemon at " + docker.address()));
        }
        Problem problem = obstacle.get();
        return List.of(
                OperatingSystem.isLinux()
                        ? Finding.ok(name(), "not available: " + problem.message() + "; services run as processes")
                        : Finding.warning(
                                name(), problem.message(), problem.hint().orElse("")));
    }
}
