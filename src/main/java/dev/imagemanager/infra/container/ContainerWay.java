package dev.imagemanager.infra.container;

import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceHost;
import dev.imagemanager.infra.daemon.ServicePlace;
import dev.imagemanager.infra.daemon.ServiceWay;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import java.time.Clock;
import java.util.Optional;

/** Runs a service as a container of the user's Docker daemon. */
public record ContainerWay(ContainerDescription description, Containers containers)
        implements ServiceWay<ContainerLaunch> {

    @Override
    public ServiceHost<ContainerLaunch> host() {
        return containers;
    }

    @Override
    public Optional<Problem> obstacle(ServiceDirectory directory) {
        return containers.obstacle().or(() -> description.hooks().obstacle(directory));
    }

    @Override
    public String ownAddress(ServiceDirectory directory, ServiceScope scope) {
        return description.port().likelyAddress(scope);
    }

    @Override
    public ContainerLaunch prepare(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress) {
        ServicePlace place =
                new ServicePlace(directory, scope, description.port().claim(directory, scope, lastAddress));
        return description.launch().apply(place).build(place.address());
    }

    /** Limits only services that run programs for the fleet. */
    @Override
    public void limit(ServiceDirectory directory, ServiceScope scope) {
        if (!description.isSecured()) {
            return;
        }
        if (scope.settings().isTrusted()) {
            containers.unlimit(directory);
        } else {
            containers.limit(directory);
        }
    }

    @Override
    public boolean isCurrent(ServiceDirectory directory, ServiceScope scope, String address) {
        boolean isSecure = !description.isSecured()
                || ClientCertificates.of(directory, address)
                        .filter(certificates -> certificates.areValid(Clock.systemUTC()))
                        .isPresent();
        return isSecure && description.hooks().isCurrent(directory, scope, address);
    }

    @Override
    public void release(ServiceDirectory directory) throws InterruptedException {
        if (description.isSecured()) {
            ClientCertificates.delete(directory);
        }
        description.hooks().release(directory);
    }

    @Override
    public Optional<Problem> note(ServiceDirectory directory, ServiceScope scope) {
        return description.hooks().note(directory, scope).or(() -> unlimited(directory, scope));
    }

    private Optional<Problem> unlimited(ServiceDirectory directory, ServiceScope scope) {
        return scope.settings().isTrusted() || !description.isSecured() || containers.isLimited(directory)
                ? Optional.empty()
                : Optional.of(ServiceWay.unlimited(
                        directory,
                        "the Docker daemon cannot set them: it lacks the memory or the pids controller of control groups; limit"
                                + " the machine that it runs on"));
    }
}
