package dev.imagemanager.infra.daemon;

import dev.imagemanager.model.ServiceMode;
import dev.imagemanager.model.ServiceName;
import dev.imagemanager.pipeline.services.ServiceControl;
import dev.imagemanager.pipeline.services.ServiceLog;
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
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One life for all services. How one is run is found out in this order: as the configuration says; an address that is
 * configured; one of ours that runs; one that answers at the usual address; else one of ours, in the first way that can be
 * gone here.
 */
@Singleton
public final class ServiceLifecycle implements ServiceControl {

    private static final int ATTEMPTS = 5;

    private final Map<ServiceName, ServiceManager> managers = new EnumMap<>(ServiceName.class);

    @Inject
    public ServiceLifecycle(@All List<ServiceManager> managers) {
        managers.forEach(manager -> this.managers.put(manager.name(), manager));
    }

    @Override
    public Optional<ServiceStatus> find(ServiceName service, ServiceScope scope) throws InterruptedException {
        ServiceManager manager = managers.get(service);
        Optional<String> given = givenAddress(manager, scope);
        if (given.isPresent()) {
            return Optional.of(status(service, ServiceMode.EXTERNAL, State.RUNNING, given.get()));
        }
        for (ServiceWay<?> way : ways(manager, scope)) {
            Optional<String> own = ownAddress(manager, way, scope);
            if (own.isPresent()) {
                return Optional.of(status(service, way.mode(), State.RUNNING, own.get()));
            }
        }
        String usual = manager.defaultAddress(scope);
        return !isForced(service, scope) && manager.sharesDefault() && manager.answers(usual, scope)
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
        Optional<ServiceWay<?>> way =
                isForced(service, scope) ? ways(manager, scope).stream().findFirst() : passableWay(manager, scope);
        if (way.isEmpty()) {
            return status(service, ServiceMode.EXTERNAL, State.STOPPED, manager.defaultAddress(scope));
        }
        StateDirectory state = StateDirectory.of(scope.directory());
        ServiceMode mode = way.get().mode();
        String address = new ServiceRecords(state).address(service, mode).orElseGet(() -> way.get()
                .ownAddress(state.of(service), scope));
        return status(service, mode, State.STOPPED, address);
    }

    @Override
    public ServiceStatus start(ServiceName service, ServiceScope scope, Consumer<Problem> notes)
            throws InterruptedException {
        ServiceManager manager = managers.get(service);
        ServiceWay<?> way =
                passableWay(manager, scope).orElseThrow(() -> new EnvironmentException(cannotStart(manager, scope)));
        ServiceDirectory directory =
                StateDirectory.of(scope.directory()).create().of(service);
        if (way.host().isRunning(directory)
                && new ServiceRecords(directory.state())
                        .address(service, way.mode())
                        .isPresent()
                && manager.isWithinReach(directory)
                && Polling.await(
                        manager.startLimit(),
                        () -> !way.host().isRunning(directory) || isCompleted(manager, way, scope, directory))) {
            Optional<String> afterAll = ownAddress(manager, way, scope);
            if (afterAll.isPresent()) {
                return status(service, way.mode(), State.RUNNING, afterAll.get());
            }
        }
        stop(manager, directory);
        for (int attempt = 1; true; attempt++) {
            Optional<String> address = attempt(manager, way, scope, directory, notes, attempt == ATTEMPTS);
            if (address.isPresent()) {
                return status(service, way.mode(), State.RUNNING, address.get());
            }
        }
    }

    /** @return where the service is; empty if somebody else was faster to get there, and it is worth another attempt */
    private <L extends ServiceLaunch> Optional<String> attempt(
            ServiceManager manager,
            ServiceWay<L> way,
            ServiceScope scope,
            ServiceDirectory directory,
            Consumer<Problem> notes,
            boolean isLast)
            throws InterruptedException {
        ServiceRecords records = new ServiceRecords(directory.state());
        ServiceHost<L> host = way.host();
        boolean isReady = false;
        try {
            L launch = way.prepare(directory, scope, records.address(manager.name(), way.mode()));
            records.put(manager.name(), way.mode(), launch.address());
            try {
                host.start(directory, launch, notes);
            } catch (EnvironmentException refused) {
                if (!isLast && way.isTaken(launch.address())) {
                    return Optional.empty();
                }
                throw refused;
            }
            isReady = Polling.await(
                            manager.startLimit(),
                            () -> hasLost(manager, host, scope, directory, launch)
                                    || isCompleted(manager, scope, directory, launch.address()))
                    && !hasLost(manager, host, scope, directory, launch);
            if (isReady) {
                return Optional.of(launch.address());
            }
            if (!isLast && hasLost(manager, host, scope, directory, launch) && way.isTaken(launch.address())) {
                return Optional.empty();
            }
            throw notReady(manager, host, directory);
        } finally {
            if (!isReady) {
                withoutInterruption(() -> {
                    host.stop(directory);
                    way.release(directory);
                });
            }
        }
    }

    /** Whether it will never answer where it was started. */
    private static <L extends ServiceLaunch> boolean hasLost(
            ServiceManager manager, ServiceHost<L> host, ServiceScope scope, ServiceDirectory directory, L launch)
            throws InterruptedException {
        return !host.isRunning(directory) || manager.isSomebodyElses(launch.address(), scope);
    }

    private static boolean isCompleted(
            ServiceManager manager, ServiceWay<?> way, ServiceScope scope, ServiceDirectory directory)
            throws InterruptedException {
        Optional<String> address = new ServiceRecords(directory.state()).address(manager.name(), way.mode());
        return address.isPresent() && isCompleted(manager, scope, directory, address.get());
    }

    private static boolean isCompleted(
            ServiceManager manager, ServiceScope scope, ServiceDirectory directory, String address)
            throws InterruptedException {
        manager.complete(directory, scope, address);
        return manager.answers(address, scope);
    }

    @Override
    public Optional<Problem> obstacle(ServiceName service, ServiceScope scope) {
        ServiceManager manager = managers.get(service);
        return passableWay(manager, scope).isPresent() ? Optional.empty() : Optional.of(cannotStart(manager, scope));
    }

    @Override
    public boolean wasUsed(Path directory) {
        StateDirectory state = StateDirectory.of(directory);
        return state.exists()
                || managers.values().stream().anyMatch(manager -> manager.ways().stream()
                        .anyMatch(way -> way.host().isLost(state.of(manager.name()))));
    }

    @Override
    public Optional<Problem> note(ServiceName service, ServiceScope scope) {
        ServiceDirectory directory = StateDirectory.of(scope.directory()).of(service);
        return ways(managers.get(service), scope).stream()
                .filter(way -> way.host().isRunning(directory))
                .findFirst()
                .flatMap(way -> way.note(directory, scope));
    }

    @Override
    public boolean stop(ServiceName service, Path directory) throws InterruptedException {
        return stop(managers.get(service), StateDirectory.of(directory).of(service));
    }

    /** In whatever way it runs. */
    private static boolean stop(ServiceManager manager, ServiceDirectory directory) throws InterruptedException {
        boolean wasRunning = false;
        for (ServiceWay<?> way : manager.ways()) {
            wasRunning |= way.host().stop(directory);
            way.release(directory);
        }
        return wasRunning;
    }

    @Override
    public boolean removeData(ServiceName service, Path directory) throws InterruptedException {
        ServiceDirectory ours = StateDirectory.of(directory).of(service);
        boolean wasThere = false;
        for (ServiceWay<?> way : managers.get(service).ways()) {
            wasThere |= way.host().removeData(ours);
            way.removeData(ours);
        }
        return ours.remove() || wasThere;
    }

    @Override
    public Optional<ServiceLog> log(ServiceName service, Path directory) {
        ServiceDirectory ours = StateDirectory.of(directory).of(service);
        List<ServiceWay<?>> ways = managers.get(service).ways();
        return ways.stream()
                .filter(way -> way.host().isRunning(ours))
                .findFirst()
                .or(() -> ways.stream().findFirst())
                .flatMap(way -> way.host().log(ours));
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

    /** Those that the configuration leaves. */
    private static List<ServiceWay<?>> ways(ServiceManager manager, ServiceScope scope) {
        Optional<ServiceMode> mode = scope.settings().services().mode(manager.name());
        return manager.ways().stream()
                .filter(way -> mode.isEmpty() || mode.get() == way.mode())
                .toList();
    }

    private static Optional<ServiceWay<?>> passableWay(ServiceManager manager, ServiceScope scope) {
        return ways(manager, scope).stream()
                .filter(way -> way.obstacle().isEmpty())
                .findFirst();
    }

    /** A service that runs but does not answer may still be on its way. */
    private static Optional<String> ownAddress(ServiceManager manager, ServiceWay<?> way, ServiceScope scope)
            throws InterruptedException {
        StateDirectory state = StateDirectory.of(scope.directory());
        if (!way.host().isRunning(state.of(manager.name()))) {
            return Optional.empty();
        }
        Optional<String> recorded = new ServiceRecords(state).address(manager.name(), way.mode());
        return recorded.isPresent() && manager.answers(recorded.get(), scope) ? recorded : Optional.empty();
    }

    private static Problem cannotStart(ServiceManager manager, ServiceScope scope) {
        Optional<ServiceMode> forced = scope.settings().services().mode(manager.name());
        String tried;
        if (forced.isPresent()) {
            tried = manager.name() + " is to run as a " + forced.get();
        } else if (manager.sharesDefault()) {
            tried = "no " + manager.name() + " answers at " + manager.defaultAddress(scope);
        } else {
            tried = manager.name() + " does not run";
        }
        Map<ServiceMode, Problem> obstacles = new EnumMap<>(ServiceMode.class);
        ways(manager, scope).forEach(way -> way.obstacle().ifPresent(obstacle -> obstacles.put(way.mode(), obstacle)));
        String reasons = obstacles.size() == 1
                ? obstacles.values().iterator().next().message()
                : obstacles.entrySet().stream()
                        .map(obstacle -> "as a " + obstacle.getKey() + ", "
                                + obstacle.getValue().message())
                        .collect(Collectors.joining("; "));
        Problem problem = Problem.error(tried + ", and none can be started: " + reasons);
        String hints = obstacles.values().stream()
                .flatMap(obstacle -> obstacle.hint().stream())
                .collect(Collectors.joining("; or "));
        return hints.isEmpty() ? problem : problem.withHint(hints);
    }

    private static EnvironmentException notReady(
            ServiceManager manager, ServiceHost<?> host, ServiceDirectory directory) {
        String reason = host.isRunning(directory)
                ? "did not answer within " + manager.startLimit().toSeconds() + " seconds"
                : "ended right after it was started";
        String log = host.lastLogLines(directory).stream()
                .map(line -> "\n  | " + line)
                .collect(Collectors.joining());
        return new EnvironmentException(Problem.error(manager.name() + " " + reason + "; the end of its log:" + log)
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
