package dev.imagemanager.infra.dind;

import dev.imagemanager.config.Environment;
import dev.imagemanager.infra.container.DockerClients;
import dev.imagemanager.infra.container.HostDocker;
import dev.imagemanager.infra.container.ServiceWays;
import dev.imagemanager.infra.daemon.ServiceManager;
import dev.imagemanager.infra.daemon.ServiceWay;
import dev.imagemanager.infra.daemon.StateDirectories;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A Docker daemon for tests, separate from the user's daemon. */
@Singleton
public final class DindManager implements ServiceManager {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private static final String MODE = "services.dind.mode";

    private final Environment environment;
    private final HostDocker docker;
    private final StateDirectories states;
    private final List<ServiceWay<?>> ways;

    @Inject
    public DindManager(
            Environment environment,
            HostDocker docker,
            ServiceWays ways,
            DindProcess process,
            StateDirectories states) {
        this.states = states;
        this.environment = environment;
        this.docker = docker;
        this.ways = ways.of(process.description(), DindContainer.DESCRIPTION);
    }

    @Override
    public ServiceName name() {
        return ServiceName.DIND;
    }

    @Override
    public Optional<String> configuredAddress(ServiceScope scope) {
        return environment.variable("DOCKER_HOST").filter(address -> !address.isEmpty());
    }

    @Override
    public String defaultAddress(ServiceScope scope) {
        return docker.address();
    }

    /**
     * A fleet cannot select the user's daemon, since its repository may come from a stranger, and whoever uses the daemon
     * has its rights.
     */
    @Override
    public Optional<Problem> objectionToDefault(ServiceScope scope) {
        return environment.override(MODE).isPresent()
                ? Optional.empty()
                : Optional.of(Problem.error("tests do not use your Docker daemon because .image-manager.yml says so: "
                                + MODE + " is external, and DOCKER_HOST is not set")
                        .withHint("set DOCKER_HOST to the address of a daemon for tests, or set"
                                + " IMAGE_MANAGER_SERVICES_DIND_MODE=external to use the one at "
                                + defaultAddress(scope)));
    }

    /** Returns false: tests start containers and load images, so the user's daemon is only used if it is configured. */
    @Override
    public boolean sharesDefault() {
        return false;
    }

    @Override
    public boolean answers(String address, ServiceScope scope) {
        return DockerClients.answersAt(address, states.of(scope.directory()).of(ServiceName.DIND));
    }

    @Override
    public Duration startLimit() {
        return START_LIMIT;
    }

    @Override
    public List<ServiceWay<?>> ways() {
        return ways;
    }
}
