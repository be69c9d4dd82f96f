package dev.imagemanager.pipeline.services;

import dev.imagemanager.config.ConfigLoader;
import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.file.ExistingDirectory;
import dev.imagemanager.model.settings.CacheSettings;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.model.settings.SettingsResolver;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The services of a fleet: brought up as far as they are needed, shown, and stopped again. */
@ApplicationScoped
public final class FleetServices {

    private static final Set<ServiceName> DISPENSABLE = Set.of(ServiceName.REGISTRY, ServiceName.GARAGE);

    private final ConfigLoader loader;
    private final ServiceControl control;
    private final ServicesLock lock;
    private final ServiceAddresses addresses;
    private final OwnLayerStore ownStore;

    @Inject
    public FleetServices(
            ConfigLoader loader,
            ServiceControl control,
            ServicesLock lock,
            ServiceAddresses addresses,
            OwnLayerStore ownStore) {
        this.loader = loader;
        this.control = control;
        this.lock = lock;
        this.addresses = addresses;
        this.ownStore = ownStore;
    }

    /**
     * Makes sure that services are there, and lets {@link ServiceAddresses} know where. An address that was configured is
     * left to whoever uses it. Nobody has to have a registry or a layer cache: where none is asked for and none can be
     * started, builds do without.
     *
     * @param listener is told of every service that had to be started, and of what there is not
     * @return the settings with the build registry and the layer cache that are in use, if there are any
     * @throws EnvironmentException if one that is needed cannot be started
     */
    public FleetSettings supply(
            Path directory, FleetSettings settings, Set<ServiceName> needed, PipelineListener listener)
            throws InterruptedException {
        return supply(new ServiceScope(directory, settings), needed, DISPENSABLE, listener);
    }

    /** @param dispensable those without which builds may go on, if they are needed but cannot be started */
    private FleetSettings supply(
            ServiceScope scope, Set<ServiceName> needed, Set<ServiceName> dispensable, PipelineListener listener)
            throws InterruptedException {
        try (ServiceSupply supply = new ServiceSupply(control, lock, addresses, ownStore, scope, listener)) {
            for (ServiceName service : ServiceName.values()) {
                if (!needed.contains(service) || isSwitchedOff(service, scope.settings())) {
                    continue;
                }
                if (service == ServiceName.REGISTRY && dispensable.contains(service)) {
                    supply.provideRegistry();
                } else if (service == ServiceName.GARAGE && dispensable.contains(service)) {
                    supply.provideCache(needed.contains(ServiceName.BUILDKITD));
                } else {
                    supply.provide(service);
                }
            }
            return supply.settings();
        }
    }

    /**
     * Makes sure that the layer cache is there.
     *
     * @param listener is told if its service had to be started
     * @return what is known of it; the fleet's own service only if that cannot be told
     * @throws EnvironmentException if its service cannot be started
     */
    public CacheSettings supplyCache(Path fleetDirectory, PipelineListener listener) throws InterruptedException {
        Path directory = ExistingDirectory.require(fleetDirectory);
        FleetSettings settings = settingsOf(directory);
        return settings.cache() instanceof CacheSettings.OwnService
                ? supply(new ServiceScope(directory, settings), EnumSet.of(ServiceName.GARAGE), Set.of(), listener)
                        .cache()
                : settings.cache();
    }

    private static boolean isSwitchedOff(ServiceName service, FleetSettings settings) {
        return service == ServiceName.REGISTRY && settings.buildRegistry().isEmpty()
                || service == ServiceName.GARAGE && settings.cache() instanceof CacheSettings.SwitchedOff;
    }

    /**
     * Brings services up and makes sure of those that are configured too.
     *
     * @throws EnvironmentException if one cannot be started, or is configured and does not answer
     */
    public List<ServiceStatus> up(Path fleetDirectory, Collection<ServiceName> services, PipelineListener listener)
            throws InterruptedException {
        Path directory = ExistingDirectory.require(fleetDirectory);
        FleetSettings written = settingsOf(directory);
        for (ServiceName service : services) {
            if (isSwitchedOff(service, written)) {
                String key = service == ServiceName.REGISTRY ? "build_registry" : "cache";
                throw new InputException(Problem.error("there is no " + service + " to start: " + key + " is false")
                        .withHint("take that out of .image-manager.yml and the environment, or do not name the "
                                + service));
            }
        }
        ServiceScope scope = new ServiceScope(directory, written);
        Set<ServiceName> dispensable =
                services.isEmpty() ? EnumSet.copyOf(DISPENSABLE) : beforeBuildkitd(services, scope);
        Set<ServiceName> needed = asSet(services);
        needed.addAll(dispensable);
        FleetSettings supplied = supply(scope, needed, dispensable, listener);
        List<ServiceStatus> statuses = look(new ServiceScope(directory, supplied.withCache(written.cache())), services);
        for (ServiceStatus status : statuses) {
            if (!status.isRunning() && !(services.isEmpty() && status.name() == ServiceName.GARAGE)) {
                throw new EnvironmentException(Problem.error("the " + status.mode() + " " + status.name() + " at "
                                + status.address() + " does not answer")
                        .withHint("start it, or take its address out of the configuration and the environment to have"
                                + " one started here"));
            }
        }
        return statuses;
    }

    /**
     * What a BuildKit daemon that is going to be started is told, where the registry is and with which keys the cache
     * opens, it cannot be told later.
     */
    private Set<ServiceName> beforeBuildkitd(Collection<ServiceName> named, ServiceScope scope)
            throws InterruptedException {
        if (!named.contains(ServiceName.BUILDKITD)
                || control.find(ServiceName.BUILDKITD, scope).isPresent()) {
            return EnumSet.noneOf(ServiceName.class);
        }
        Set<ServiceName> unnamed = EnumSet.copyOf(DISPENSABLE);
        unnamed.removeAll(named);
        return unnamed;
    }

    /**
     * Lets {@link ServiceAddresses} know where all services are or would be, without starting any.
     *
     * @param directory absolute
     * @throws EnvironmentException if the state of services cannot be read
     */
    public Whereabouts locate(Path directory, FleetSettings settings) throws InterruptedException {
        Set<ServiceName> startable = EnumSet.noneOf(ServiceName.class);
        Set<String> running = new HashSet<>();
        FleetSettings located = settings;
        for (ServiceStatus status : look(new ServiceScope(directory, settings), List.of())) {
            addresses.put(status.name(), status.address());
            if (status.isRunning()) {
                running.add(status.address());
                located = status.name() == ServiceName.REGISTRY ? located.withBuildRegistry(status.address()) : located;
            } else if (status.mode() != ServiceMode.EXTERNAL) {
                startable.add(status.name());
            }
        }
        return new Whereabouts(located, startable, running);
    }

    /** How all services stand. */
    public List<ServiceStatus> status(Path fleetDirectory) throws InterruptedException {
        Path directory = ExistingDirectory.require(fleetDirectory);
        return look(new ServiceScope(directory, settingsOf(directory)), List.of(ServiceName.values()));
    }

    /**
     * Stops what was started for the fleet.
     *
     * @param removesData whether to remove what services of ours keep too: images, caches, keys and logs
     */
    public Stopped down(Path fleetDirectory, Collection<ServiceName> services, boolean removesData)
            throws InterruptedException {
        Path directory = ExistingDirectory.require(fleetDirectory);
        List<ServiceName> inReverse = new ArrayList<>(asSet(services));
        Collections.reverse(inReverse);
        List<ServiceName> stopped = new ArrayList<>();
        List<ServiceName> emptied = new ArrayList<>();
        if (!control.wasUsed(directory)) {
            return new Stopped(stopped, emptied);
        }
        ServicesLock.Turn turn = takeTurn(directory);
        try {
            for (ServiceName service : inReverse) {
                if (control.stop(service, directory)) {
                    stopped.add(service);
                }
                if (removesData && control.removeData(service, directory)) {
                    emptied.add(service);
                }
            }
        } finally {
            turn.close();
        }
        return new Stopped(stopped, emptied);
    }

    /**
     * What {@link #down} did; all of what else there is goes on.
     *
     * @param emptied those whose data was removed
     */
    public record Stopped(List<ServiceName> stopped, List<ServiceName> emptied) {
        public Stopped {
            stopped = List.copyOf(stopped);
            emptied = List.copyOf(emptied);
        }
    }

    /** The wait can be interrupted; what comes then is brought to its end. */
    private ServicesLock.Turn takeTurn(Path directory) throws InterruptedException {
        Interruption interruption = new Interruption();
        try {
            return lock.take(directory);
        } finally {
            interruption.close();
        }
    }

    /**
     * Reads the log of a service that was started here; see {@link ServiceLog#read}.
     *
     * @throws EnvironmentException if there is none
     * @throws InterruptedException if the program is told to end
     */
    public void readLog(Path fleetDirectory, ServiceName service, boolean follow, Predicate<String> reader)
            throws InterruptedException {
        Interruption interruption = new Interruption();
        try {
            control.log(service, ExistingDirectory.require(fleetDirectory))
                    .orElseThrow(() -> new EnvironmentException(
                            Problem.error("there is no log of " + service + ": it was never started here")
                                    .withHint("'image-manager services status' shows where it runs")))
                    .read(follow, reader);
        } finally {
            interruption.close();
        }
    }

    private List<ServiceStatus> look(ServiceScope scope, Collection<ServiceName> services) throws InterruptedException {
        List<ServiceStatus> statuses = new ArrayList<>();
        for (ServiceName service : asSet(services)) {
            if (!isSwitchedOff(service, scope.settings())) {
                statuses.add(control.look(service, scope));
            }
        }
        return statuses;
    }

    /** In the order in which they are started; all of them when none is named. */
    private static Set<ServiceName> asSet(Collection<ServiceName> services) {
        return services.isEmpty() ? EnumSet.allOf(ServiceName.class) : EnumSet.copyOf(services);
    }

    private FleetSettings settingsOf(Path directory) {
        Problems problems = new Problems();
        FleetConfig config = loader.loadSettingsOf(directory, problems);
        problems.throwIfAny();
        return SettingsResolver.resolve(config, directory);
    }
}
