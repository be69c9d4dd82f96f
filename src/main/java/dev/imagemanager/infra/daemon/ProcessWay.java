package dev.imagemanager.infra.daemon;

import dev.imagemanager.infra.linux.ControlGroups;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Runs a service as a process of this machine. */
public record ProcessWay(ProcessDescription description, Daemons daemons, Requirements requirements)
        implements ServiceWay<DaemonLaunch> {

    /** Services that run what a fleet contains. */
    private static final Set<ServiceName> RUN_CODE = Set.of(ServiceName.BUILDKITD, ServiceName.DIND);

    @Override
    public ServiceHost<DaemonLaunch> host() {
        return daemons;
    }

    @Override
    public Optional<Problem> obstacle(ServiceDirectory directory) {
        return requirements
                .missing(description.isIsolated(), description.remedy(), description.programs())
                .or(() -> description.hooks().obstacle(directory))
                .or(() -> description.endpoint().obstacle(directory));
    }

    @Override
    public String ownAddress(ServiceDirectory directory, ServiceScope scope) {
        return description.endpoint().likelyAddress(directory, scope);
    }

    @Override
    public DaemonLaunch prepare(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress)
            throws InterruptedException {
        ServicePlace place =
                new ServicePlace(directory, scope, description.endpoint().claim(directory, scope, lastAddress));
        return new DaemonLaunch(
                description.command().of(place, requirements),
                place.address(),
                description.isIsolated(),
                description.environment().of(place, requirements));
    }

    @Override
    public void limit(ServiceDirectory directory, ServiceScope scope) {
        if (!description.isIsolated()) {
            return;
        }
        try {
            if (scope.settings().isTrusted()) {
                ControlGroups.unlimit(directory.controlGroup());
            } else {
                ControlGroups.limit(directory.controlGroup(), ControlGroups.Limits.leavingTheMachineUsable());
            }
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot limit the memory and the processes of " + directory.name() + ": "
                                    + FailureReason.of(failure))
                            .withHint("it needs the memory and pids controllers of control groups"),
                    failure);
        }
    }

    /** Removes also the control groups of an isolated process, in which its containers ran. */
    @Override
    public void release(ServiceDirectory directory) throws InterruptedException {
        description.endpoint().release(directory);
        description.hooks().release(directory);
        if (description.isIsolated()) {
            ControlGroups.remove(directory.controlGroup());
        }
    }

    @Override
    public void removeData(ServiceDirectory directory) throws InterruptedException {
        description.hooks().removeData(directory);
    }

    @Override
    public boolean isCurrent(ServiceDirectory directory, ServiceScope scope, String address) {
        return description.hooks().isCurrent(directory, scope, address);
    }

    @Override
    public Optional<Problem> note(ServiceDirectory directory, ServiceScope scope) {
        return description.hooks().note(directory, scope).or(() -> unlimited(directory, scope));
    }

    private Optional<Problem> unlimited(ServiceDirectory directory, ServiceScope scope) {
        return scope.settings().isTrusted()
                        || description.isIsolated()
                        || RUN_CODE.stream().map(ServiceName::toString).noneMatch(directory.name()::equals)
                ? Optional.empty()
                : Optional.of(ServiceWay.unlimited(
                        directory,
                        "only root can set them; limit the machine or container that image-manager runs in"));
    }
}
