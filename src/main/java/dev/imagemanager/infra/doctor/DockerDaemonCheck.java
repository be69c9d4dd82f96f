package dev.imagemanager.infra.doctor;

import dev.imagemanager.infra.container.DockerDaemon;
import dev.imagemanager.infra.daemon.StateDirectories;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.doctor.Finding;
import dev.imagemanager.pipeline.doctor.HealthCheck;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Checks whether there is a Docker daemon for tests. */
@Singleton
final class DockerDaemonCheck implements HealthCheck {

    private final StateDirectories states;

    @Inject
    DockerDaemonCheck(StateDirectories states) {
        this.states = states;
    }

    @Override
    public Area area() {
        return Area.SERVICES;
    }

    @Override
    public String name() {
        return "Docker daemon";
    }

    @Override
    public List<Finding> examine(Subject subject) {
        if (subject.services().startable().contains(ServiceName.DIND)) {
            return List.of(Finding.ok(name(), "not running; started when needed"));
        }
        DockerDaemon daemon = new DockerDaemon(
                subject.services().provided().requireDockerDaemon(),
                states.of(subject.directory()).of(ServiceName.DIND));
        return List.of(Finding.ok(name(), daemon.address() + " answers, runs " + daemon.connect()));
    }
}
