package dev.imagemanager.infra.daemon;

import dev.imagemanager.infra.linux.OperatingSystem;
import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.model.settings.ServiceName;
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

/**
 * Finds, starts and stops services of all kinds. Selects a service in this order: the configured mode, a configured
 * address, the fleet's own service if it is running, a service that responds at the default address, or else a new
 * service in the first mode that works on this machine (docs/development/decisions/0004-service-modes.md).
 */
@Singleton
public final class ServiceLifecycle implements ServiceControl {

    private final Map<ServiceName, ServiceManager> managers = new EnumMap<>(ServiceName.class);

    private final StateDirectories states;

    @Inject
    public ServiceLifecycle(@All List<ServiceManager> managers, StateDirectories states) {
        this.states = states;
        managers.forEach(manager -> this.managers.put(manager.name(), manager));
    }

    @Override
    public Optional<ServiceStatus> find(ServiceName service, ServiceScope scope) throws InterruptedException {
        Optional<ServiceStatus> found = running(service, scope);
        if (found.isPresent()) {
            ServiceDirectory directory = states.of(scope.directory()).of(service);
            for (ServiceWay<?> way : managers.get(service).ways()) {
                if (way.mode() == found.get().mode()) {
                    way.limit(directory, scope);
                }
            }
        }
        return found;
    }

    private ServiceChoice choice(ServiceManager manager, ServiceScope scope, StateDirectory state)
            throws InterruptedException {
        Optional<ServiceManager> client = manager.client().map(managers::get);
        return new ServiceChoice(manager, scope, state)
                .forContainer(client.isPresent() && isInOwnNetwork(client.get(), scope, state));
    }

    /**
     * Returns whether a service runs as a container with a network of its own, or would if it were needed now. Where Docker
     * runs in a virtual machine, such a network reaches this machine.
     */
    private static boolean isInOwnNetwork(ServiceManager manager, ServiceScope scope, StateDirectory state)
            throws InterruptedException {
        ServiceChoice choice = new ServiceChoice(manager, scope, state);
        return OperatingSystem.isLinux()
                && !scope.settings().services().isBuildkitdInHostNetwork()
                && choice.externalAddress().isEmpty()
                && choice.likelyMode().equals(Optional.of(ServiceMode.CONTAINER))
                && (choice.isForced()
                        || !choice.sharesDefault()
                        || !manager.answers(manager.defaultAddress(scope), scope));
    }

    private Optional<ServiceStatus> running(ServiceName service, ServiceScope scope) throws InterruptedException {
        ServiceManager manager = managers.get(service);
        StateDirectory state = states.of(scope.directory());
        ServiceChoice choice = choice(manager, scope, state);
        Optional<String> external = choice.externalAddress();
        if (external.isPresent()) {
            return Optional.of(status(service, ServiceMode.EXTERNAL, State.RUNNING, external.get()));
        }
        for (ServiceWay<?> way : choice.ways()) {
            Optional<String> own = new OwnService<>(manager, way, scope, state).address();
            if (own.isPresent()) {
                return Optional.of(status(service, way.mode(), State.RUNNING, own.get()));
            }
        }
        if (choice.isForced() || !choice.sharesDefault()) {
            return Optional.empty();
        }
        String usual = manager.defaultAddress(scope);
        return manager.answers(usual, scope)
                ? Optional.of(status(service, ServiceMode.EXTERNAL, State.RUNNING, usual))
                : Optional.empty();
    }

    @Override
    public ServiceStatus look(ServiceName service, ServiceScope scope) throws InterruptedException {
        ServiceManager manager = managers.get(service);
        StateDirectory directory = states.of(scope.directory());
        ServiceChoice choice = choice(manager, scope, directory);
        Optional<String> external = choice.externalAddress();
        if (external.isPresent()) {
            State state = manager.answers(external.get(), scope) ? State.RUNNING : State.STOPPED;
            return status(service, ServiceMode.EXTERNAL, state, external.get());
        }
        Optional<ServiceStatus> found = running(service, scope);
        if (found.isPresent()) {
            return found.get();
        }
        boolean isOwn = choice.isForced() || !choice.sharesDefault();
        Optional<ServiceWay<?>> way =
                choice.usableWay().or(() -> isOwn ? choice.ways().stream().findFirst() : Optional.empty());
        return way.isEmpty()
                ? status(service, ServiceMode.EXTERNAL, State.STOPPED, manager.defaultAddress(scope))
                : status(
                        service,
                        way.get().mode(),
                        State.STOPPED,
                        new OwnService<>(manager, way.get(), scope, directory).likelyAddress());
    }

    @Override
    public ServiceStatus start(ServiceName service, ServiceScope scope, Consumer<Problem> notes)
            throws InterruptedException {
        ServiceManager manager = managers.get(service);
        StateDirectory state = states.of(scope.directory());
        ServiceChoice choice = choice(manager, scope, state);
        ServiceWay<?> way = choice.usableWay().orElseThrow(() -> new EnvironmentException(choice.obstacle()));
        ServiceDirectory directory = states.create(scope.directory()).of(service);
        OwnService<?> own = new OwnService<>(manager, way, scope, state);
        Optional<String> address = own.awaitAddress();
        if (address.isEmpty()) {
            stop(manager, directory);
            directory.removePartialFiles();
            address = Optional.of(own.start(notes));
        }
        way.limit(directory, scope);
        return status(service, way.mode(), State.RUNNING, address.get());
    }

    @Override
    public Optional<Problem> obstacle(ServiceName service, ServiceScope scope) throws InterruptedException {
        ServiceChoice choice = choice(managers.get(service), scope, states.of(scope.directory()));
        return choice.usableWay().isPresent() ? Optional.empty() : Optional.of(choice.obstacle());
    }

    @Override
    public Optional<Problem> setAside(Path directory) throws InterruptedException {
        StateDirectory state = states.at(directory);
        Optional<String> reason = states.foreign(state);
        if (reason.isEmpty()) {
            return Optional.empty();
        }
        Optional<StateDirectory> former = states.movedFrom(state);
        boolean wasRunning = stopUnrecorded(state);
        if (former.isPresent()) {
            wasRunning |= stopUnrecorded(former.get());
        }
        Optional<Path> aside = states.setAside(state);
        if (wasRunning) {
            release(state);
        }
        if (former.isPresent()) {
            release(former.get());
        }
        String cause = former.map(place -> "was moved here from " + place.path().getParent())
                .orElse(reason.get());
        String stopped = wasRunning ? "; the services that ran on it were stopped" : "";
        return aside.map(path -> Problem.note(
                        state.path() + " was moved to " + path.getFileName() + ": it " + cause + stopped)
                .withHint("it may come with the repository, a copy or a backup; remove it if you do not need it"));
    }

    private boolean stopUnrecorded(StateDirectory state) {
        boolean wasRunning = false;
        for (ServiceManager manager : managers.values()) {
            for (ServiceWay<?> way : manager.ways()) {
                wasRunning |= way.host().stopUnrecorded(state.unread(manager.name()));
            }
        }
        return wasRunning;
    }

    private void release(StateDirectory state) throws InterruptedException {
        for (ServiceManager manager : managers.values()) {
            for (ServiceWay<?> way : manager.ways()) {
                way.release(state.unread(manager.name()));
            }
        }
    }

    @Override
    public boolean wasUsed(Path directory) {
        StateDirectory state = states.of(directory);
        return state.exists()
                || managers.values().stream().anyMatch(manager -> manager.ways().stream()
                        .anyMatch(way -> way.host().isOrphaned(state.of(manager.name()))));
    }

    @Override
    public Optional<Problem> note(ServiceName service, ServiceScope scope) throws InterruptedException {
        StateDirectory state = states.of(scope.directory());
        ServiceDirectory directory = state.of(service);
        return choice(managers.get(service), scope, state).ways().stream()
                .filter(way -> way.host().isRunning(directory))
                .findFirst()
                .flatMap(way -> way.note(directory, scope));
    }

    @Override
    public boolean stop(ServiceName service, Path directory) throws InterruptedException {
        return stop(managers.get(service), states.of(directory).of(service));
    }

    /** Stops the service in every mode, since the configured mode may have changed since its start. */
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
        ServiceDirectory own = states.of(directory).of(service);
        boolean wasThere = false;
        for (ServiceWay<?> way : managers.get(service).ways()) {
            wasThere |= way.host().removeData(own);
            way.removeData(own);
        }
        return own.remove() || wasThere;
    }

    @Override
    public Optional<ServiceLog> log(ServiceName service, Path directory) {
        ServiceDirectory own = states.of(directory).of(service);
        List<ServiceWay<?>> ways = managers.get(service).ways();
        return ways.stream()
                .filter(way -> way.host().isRunning(own))
                .findFirst()
                .or(() -> ways.stream().findFirst())
                .flatMap(way -> way.host().log(own));
    }

    private static ServiceStatus status(ServiceName service, ServiceMode mode, State state, String address) {
        return new ServiceStatus(service, mode, state, address);
    }
}
