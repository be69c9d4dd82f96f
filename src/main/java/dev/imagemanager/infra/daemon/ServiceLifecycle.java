package dev.imagemanager.infra.daemon;

import dev.imagemanager.model.ServiceMode;
import dev.imagemanager.model.ServiceName;
import dev.imagemanager.pipeline.services.ServiceControl;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.pipeline.services.ServiceStatus;
import dev.imagemanager.pipeline.services.ServiceStatus.State;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One life for all services. How one is run is found out in this order: as the configuration says; an address that is
 * configured; a daemon of ours that runs; one that answers at the usual address; else a daemon of ours.
 */
@Singleton
public final class ServiceLifecycle implements ServiceControl {

    private static final int ATTEMPTS = 5;

    private final Map<ServiceName, ServiceManager> managers = new EnumMap<>(ServiceName.class);
    private final Daemons daemons;

    @Inject
    public ServiceLifecycle(@All List<ServiceManager> managers, Daemons daemons) {
        managers.forEach(manager -> this.managers.put(manager.name(), manager));
        this.daemons = daemons;
    }

    @Override
    public Optional<ServiceStatus> find(ServiceName service, ServiceScope scope) throws InterruptedException {
        ServiceManager manager = managers.get(service);
        Optional<String> given = givenAddress(manager, scope);
        if (given.isPresent()) {
            return Optional.of(status(service, ServiceMode.EXTERNAL, State.RUNNING, given.get()));
        }
        Optional<String> own = ownAddress(manager, scope);
        if (own.isPresent()) {
            return Optional.of(status(service, ServiceMode.PROCESS, State.RUNNING, own.get()));
        }
        String usual = manager.defaultAddress(scope);
        return !isForced(service, scope) && manager.answers(usual, scope)
                ? Optional.of(status(service, ServiceMode.EXTERNAL, State.RUNNING, usual))
                : Optional.empty();
    }

    @Override
    public ServiceStatus look(ServiceName service, ServiceScope scope) throws InterruptedException {
        ServiceManager manager = managers.get(service);
        Optional<String> given = givenAddress(manager, scope);
        if (given.isPresent()) {
            State state = manager.answers(given.get(), scope) ? State.RUNNING : State.STOPPED;
            return status(service, ServiceMode.EXTERNAL, state, given.get());
        }
        Optional<ServiceStatus> found = find(service, scope);
        if (found.isPresent()) {
            return found.get();
        }
        if (!isForced(service, scope) && manager.obstacle().isPresent()) {
            return status(service, ServiceMode.EXTERNAL, State.STOPPED, manager.defaultAddress(scope));
        }
        StateDirectory state = StateDirectory.of(scope.directory());
        String address = new ServiceRecords(state)
                .address(service)
                .orElseGet(() -> manager.ownAddress(state.of(service), scope));
        return status(service, ServiceMode.PROCESS, State.STOPPED, address);
    }

    @Override
    public ServiceStatus start(ServiceName service, ServiceScope scope) throws InterruptedException {
        ServiceManager manager = managers.get(service);
        obstacle(service, scope).ifPresent(obstacle -> {
            throw new EnvironmentException(obstacle);
        });
        StateDirectory state = StateDirectory.of(scope.directory()).create();
        ServiceDirectory directory = state.of(service);
        if (Polling.await(
                manager.startLimit(),
                () -> !daemons.isRunning(directory)
                        || ownAddress(manager, scope).isPresent())) {
            Optional<String> afterAll = ownAddress(manager, scope);
            if (afterAll.isPresent()) {
                return status(service, ServiceMode.PROCESS, State.RUNNING, afterAll.get());
            }
        }
        daemons.stop(directory);
        manager.release(directory);
        for (int attempt = 1; true; attempt++) {
            Optional<String> address = attempt(manager, scope, directory, attempt == ATTEMPTS);
            if (address.isPresent()) {
                return status(service, ServiceMode.PROCESS, State.RUNNING, address.get());
            }
        }
    }

    /** @return where the daemon is; empty if somebody else was faster to get there, and it is worth another attempt */
    private Optional<String> attempt(
            ServiceManager manager, ServiceScope scope, ServiceDirectory directory, boolean isLast)
            throws InterruptedException {
        ServiceRecords records = new ServiceRecords(directory.state());
        boolean isReady = false;
        try {
            DaemonLaunch launch = manager.prepare(directory, scope, records.address(manager.name()));
            records.put(manager.name(), launch.address());
            daemons.start(directory, launch);
            isReady = Polling.await(
                            manager.startLimit(),
                            () -> !daemons.isRunning(directory) || manager.answers(launch.address(), scope))
                    && daemons.isRunning(directory);
            if (isReady) {
                return Optional.of(launch.address());
            }
            if (!isLast && !daemons.isRunning(directory) && manager.isTaken(launch.address())) {
                return Optional.empty();
            }
            throw notReady(manager, directory);
        } finally {
            if (!isReady) {
                withoutInterruption(() -> {
                    daemons.stop(directory);
                    manager.release(directory);
                });
            }
        }
    }

    @Override
    public Optional<Problem> obstacle(ServiceName service, ServiceScope scope) {
        ServiceManager manager = managers.get(service);
        return manager.obstacle().map(obstacle -> cannotStart(manager, scope, obstacle));
    }

    @Override
    public boolean wasUsed(Path directory) {
        return StateDirectory.of(directory).exists();
    }

    @Override
    public Optional<Problem> note(ServiceName service, ServiceScope scope) {
        ServiceDirectory directory = StateDirectory.of(scope.directory()).of(service);
        return daemons.isRunning(directory) ? managers.get(service).note(directory, scope) : Optional.empty();
    }

    @Override
    public boolean stop(ServiceName service, Path directory) throws InterruptedException {
        ServiceDirectory ours = StateDirectory.of(directory).of(service);
        boolean wasRunning = daemons.stop(ours);
        managers.get(service).release(ours);
        return wasRunning;
    }

    @Override
    public Path log(ServiceName service, Path directory) {
        return StateDirectory.of(directory).of(service).log();
    }

    /** Where somebody else's service is, as far as somebody said that it is to be used. */
    private static Optional<String> givenAddress(ServiceManager manager, ServiceScope scope) {
        Optional<ServiceMode> mode = scope.settings().services().mode(manager.name());
        if (mode.isPresent() && mode.get() != ServiceMode.EXTERNAL) {
            return Optional.empty();
        }
        Optional<String> configured = manager.configuredAddress(scope);
        return configured.isEmpty() && mode.isPresent() ? Optional.of(manager.defaultAddress(scope)) : configured;
    }

    private static boolean isForced(ServiceName service, ServiceScope scope) {
        return scope.settings().services().mode(service).isPresent();
    }

    /** A daemon that runs but does not answer may still be on its way. */
    private Optional<String> ownAddress(ServiceManager manager, ServiceScope scope) throws InterruptedException {
        StateDirectory state = StateDirectory.of(scope.directory());
        if (!daemons.isRunning(state.of(manager.name()))) {
            return Optional.empty();
        }
        Optional<String> recorded = new ServiceRecords(state).address(manager.name());
        return recorded.isPresent() && manager.answers(recorded.get(), scope) ? recorded : Optional.empty();
    }

    private static Problem cannotStart(ServiceManager manager, ServiceScope scope, Problem obstacle) {
        String tried = isForced(manager.name(), scope)
                ? manager.name() + " is to run as a process"
                : "no " + manager.name() + " answers at " + manager.defaultAddress(scope);
        Problem problem = Problem.error(tried + ", and none can be started: " + obstacle.message());
        return obstacle.hint().map(problem::withHint).orElse(problem);
    }

    private EnvironmentException notReady(ServiceManager manager, ServiceDirectory directory) {
        String reason = daemons.isRunning(directory)
                ? "did not answer within " + manager.startLimit().toSeconds() + " seconds"
                : "ended right after it was started";
        return new EnvironmentException(
                Problem.error(manager.name() + " " + reason + "; the end of its log:" + daemons.lastLogLines(directory))
                        .withHint("the whole log is in " + directory.log()));
    }

    /** What has to be done even when the work is to end. */
    private static void withoutInterruption(CleanUp cleanUp) throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        cleanUp.run();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @FunctionalInterface
    private interface CleanUp {
        void run() throws InterruptedException;
    }

    private static ServiceStatus status(ServiceName service, ServiceMode mode, State state, String address) {
        return new ServiceStatus(service, mode, state, address);
    }
}
