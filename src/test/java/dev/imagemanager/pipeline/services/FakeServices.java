package dev.imagemanager.pipeline.services;

import dev.imagemanager.config.ConfigLoader;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceStatus.State;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Services that exist only on paper, and what was done with them. */
public final class FakeServices implements ServiceControl, ServicesLock, OwnLayerStore, OwnRegistry {

    final List<String> calls = new ArrayList<>();
    final Map<ServiceName, ServiceStatus> known = new EnumMap<>(ServiceName.class);
    final Map<ServiceName, Problem> obstacles = new EnumMap<>(ServiceName.class);
    final Map<ServiceName, List<String>> logs = new EnumMap<>(ServiceName.class);
    Runnable whileWaitingForTheTurn = () -> {};
    /** Services that are not there, but have a place. */
    final Map<ServiceName, ServiceStatus> whenLookedAt = new EnumMap<>(ServiceName.class);

    Optional<EnvironmentException> unreadable = Optional.empty();
    boolean used = true;
    Optional<Problem> foreignState = Optional.empty();
    private Provided toldBuilder;
    Optional<ObjectStore> store = Optional.empty();
    Optional<Registry.Credentials> account = Optional.empty();

    /** Services that all answer, so that nothing has to be started. */
    private static FakeServices thatAnswer() {
        FakeServices fake = new FakeServices();
        fake.has(ServiceName.BUILDKITD, ServiceMode.EXTERNAL, State.RUNNING, "unix:///buildkitd.sock");
        fake.has(ServiceName.REGISTRY, ServiceMode.EXTERNAL, State.RUNNING, "localhost:5050");
        fake.has(ServiceName.GARAGE, ServiceMode.EXTERNAL, State.RUNNING, "http://127.0.0.1:3900");
        fake.has(ServiceName.DIND, ServiceMode.EXTERNAL, State.RUNNING, "unix:///docker.sock");
        return fake;
    }

    public static ServiceProvider provider(ConfigLoader loader) {
        FakeServices fake = thatAnswer();
        return new ServiceProvider(new FleetScopes(loader), fake, fake, fake, fake);
    }

    public static ServiceLocator locator(ConfigLoader loader) {
        return thatAnswer().locate(loader);
    }

    /** @param reason why nothing can be said about services */
    public static ServiceLocator locator(ConfigLoader loader, EnvironmentException reason) {
        FakeServices fake = new FakeServices();
        fake.unreadable = Optional.of(reason);
        return fake.locate(loader);
    }

    ServiceLocator locate(ConfigLoader loader) {
        return new ServiceLocator(new ServicesStatus(new FleetScopes(loader), this), this, this);
    }

    /** What the settings name, and a builder. */
    public static Provided provided(FleetSettings settings) {
        return Provided.bySettings(settings).withBuilder("unix:///buildkitd.sock");
    }

    /** A BuildKit daemon that runs in this way. */
    public static ServiceControl withBuildkitd(ServiceMode mode) {
        FakeServices fake = new FakeServices();
        fake.has(ServiceName.BUILDKITD, mode, State.RUNNING, "unix:///buildkitd.sock");
        return fake;
    }

    void has(ServiceName service, ServiceMode mode, State state, String address) {
        known.put(service, new ServiceStatus(service, mode, state, address));
    }

    @Override
    public Optional<ServiceStatus> find(ServiceName service, ServiceScope scope) {
        return Optional.ofNullable(known.get(service))
                .filter(status -> status.isRunning() || status.mode() == ServiceMode.EXTERNAL);
    }

    @Override
    public ServiceStatus look(ServiceName service, ServiceScope scope) {
        unreadable.ifPresent(reason -> {
            throw reason;
        });
        ServiceStatus absent = new ServiceStatus(service, ServiceMode.PROCESS, State.STOPPED, "nowhere");
        return known.getOrDefault(service, whenLookedAt.getOrDefault(service, absent));
    }

    @Override
    public ServiceStatus start(ServiceName service, ServiceScope scope, Consumer<Problem> notes) {
        if (obstacles.containsKey(service)) {
            throw new EnvironmentException(obstacles.get(service));
        }
        if (service == ServiceName.BUILDKITD) {
            toldBuilder = scope.provided();
        }
        calls.add("start " + service + " with "
                + scope.provided().registry().map(Registry::host).orElse("none"));
        has(
                service,
                ServiceMode.PROCESS,
                State.RUNNING,
                service == ServiceName.REGISTRY ? "localhost:5051" : "unix:///" + service);
        return known.get(service);
    }

    @Override
    public Optional<Problem> obstacle(ServiceName service, ServiceScope scope) {
        return Optional.ofNullable(obstacles.get(service));
    }

    @Override
    public boolean wasUsed(Path directory) {
        return used;
    }

    /** Of a builder, whether it was told of another registry or another cache when it was started. */
    @Override
    public Optional<Problem> note(ServiceName service, ServiceScope scope) {
        return service == ServiceName.BUILDKITD
                ? Optional.ofNullable(toldBuilder)
                        .filter(told -> !told.registry().equals(scope.provided().registry())
                                || !told.cache().equals(scope.provided().cache()))
                        .map(told -> Problem.note("buildkitd was started with other settings"))
                : Optional.empty();
    }

    @Override
    public boolean stop(ServiceName service, Path directory) {
        calls.add("stop " + service);
        ServiceStatus before = known.remove(service);
        return before != null && before.mode() == ServiceMode.PROCESS;
    }

    @Override
    public Optional<ServiceLog> log(ServiceName service, Path directory) {
        return Optional.ofNullable(logs.get(service))
                .map(lines -> (follow, reader) -> lines.stream().allMatch(reader));
    }

    @Override
    public boolean removeData(ServiceName service, Path directory) {
        calls.add("remove the data of " + service);
        return service == ServiceName.REGISTRY;
    }

    @Override
    public Optional<ObjectStore> find(Path directory) {
        return store;
    }

    @Override
    public Optional<Registry.Credentials> account(Path directory) {
        return account;
    }

    @Override
    public Turn take(Path directory) {
        calls.add("take the turn");
        whileWaitingForTheTurn.run();
        return () -> calls.add("end the turn");
    }

    @Override
    public Optional<Problem> setAside(Path directory) {
        Optional<Problem> note = foreignState;
        foreignState = Optional.empty();
        return note;
    }
}
