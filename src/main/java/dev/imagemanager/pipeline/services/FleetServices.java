package dev.imagemanager.pipeline.services;

import dev.imagemanager.config.ConfigLoader;
import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.model.FleetSettings;
import dev.imagemanager.model.ModelResolver;
import dev.imagemanager.model.ServiceMode;
import dev.imagemanager.model.ServiceName;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.rendering.FilePaths;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The services of a fleet: brought up as far as they are needed, shown, and stopped again. */
@ApplicationScoped
public final class FleetServices {

    private final ConfigLoader loader;
    private final ServiceControl control;
    private final ServicesLock lock;
    private final ServiceAddresses addresses;

    @Inject
    public FleetServices(ConfigLoader loader, ServiceControl control, ServicesLock lock, ServiceAddresses addresses) {
        this.loader = loader;
        this.control = control;
        this.lock = lock;
        this.addresses = addresses;
    }

    /**
     * Makes sure that services are there, and lets {@link ServiceAddresses} know where. An address that was configured is
     * left to whoever uses it. Nobody has to have a registry: where none is asked for and none can be started, builds do
     * without.
     *
     * @param listener is told of every service that had to be started, and of a registry that there is not
     * @return the settings with the build registry that is in use, if there is one
     * @throws EnvironmentException if one that is needed cannot be started
     */
    public FleetSettings supply(
            Path directory, FleetSettings settings, Set<ServiceName> needed, PipelineListener listener)
            throws InterruptedException {
        return supply(directory, settings, needed, true, listener);
    }

    private FleetSettings supply(
            Path directory,
            FleetSettings settings,
            Set<ServiceName> needed,
            boolean canDoWithoutRegistry,
            PipelineListener listener)
            throws InterruptedException {
        ServiceScope scope = new ServiceScope(directory, settings);
        Optional<ServicesLock.Turn> turn = Optional.empty();
        Interruption interruption = new Interruption();
        try {
            for (ServiceName service : ServiceName.values()) {
                if (!needed.contains(service) || isSwitchedOff(service, settings)) {
                    continue;
                }
                Optional<ServiceStatus> found = control.find(service, scope);
                if (found.isEmpty() && service == ServiceName.REGISTRY && canDoWithoutRegistry) {
                    Optional<Problem> without = whyNoRegistry(scope);
                    if (without.isPresent()) {
                        listener.on(new PipelineEvent.Noted(without.get()));
                        scope = new ServiceScope(directory, scope.settings().withoutBuildRegistry());
                        continue;
                    }
                }
                if (found.isEmpty() && turn.isEmpty()) {
                    turn = Optional.of(lock.take(directory));
                    found = control.find(service, scope);
                }
                ServiceStatus status = found.isPresent() ? found.get() : start(service, scope, listener);
                control.note(service, scope).ifPresent(note -> listener.on(new PipelineEvent.Noted(note)));
                addresses.put(service, status.address());
                if (service == ServiceName.REGISTRY) {
                    scope = new ServiceScope(directory, scope.settings().withBuildRegistry(status.address()));
                }
            }
            return scope.settings();
        } finally {
            interruption.close();
            turn.ifPresent(ServicesLock.Turn::close);
        }
    }

    /** Empty if one can be started, or has to be there since somebody asked for it. */
    private Optional<Problem> whyNoRegistry(ServiceScope scope) {
        return scope.settings().services().mode(ServiceName.REGISTRY).isPresent()
                ? Optional.empty()
                : control.obstacle(ServiceName.REGISTRY, scope).map(obstacle -> Problem.note(
                                obstacle.message() + "; images are kept in " + FilePaths.IMAGE_STORE + " instead")
                        .withHint("install one, or say that this is meant: build_registry: false"));
    }

    private static boolean isSwitchedOff(ServiceName service, FleetSettings settings) {
        return service == ServiceName.REGISTRY && settings.buildRegistry().isEmpty();
    }

    private ServiceStatus start(ServiceName service, ServiceScope scope, PipelineListener listener)
            throws InterruptedException {
        ServiceStatus status = control.start(service, scope, note -> listener.on(new PipelineEvent.Noted(note)));
        listener.on(new PipelineEvent.ServiceStarted(
                service.toString(), status.mode().toString(), status.address()));
        return status;
    }

    /**
     * Brings services up and makes sure of those that are configured too.
     *
     * @throws EnvironmentException if one cannot be started, or is configured and does not answer
     */
    public List<ServiceStatus> up(Path fleetDirectory, Collection<ServiceName> services, PipelineListener listener)
            throws InterruptedException {
        Path directory = absolute(fleetDirectory);
        FleetSettings written = settingsOf(directory);
        if (services.contains(ServiceName.REGISTRY) && isSwitchedOff(ServiceName.REGISTRY, written)) {
            throw new InputException(Problem.error("there is no registry to start: build_registry is false")
                    .withHint("take that out of .image-manager.yml and the environment, or do not name the registry"));
        }
        FleetSettings settings = supply(directory, written, asSet(services), services.isEmpty(), listener);
        List<ServiceStatus> statuses = look(new ServiceScope(directory, settings), services);
        for (ServiceStatus status : statuses) {
            if (!status.isRunning()) {
                throw new EnvironmentException(Problem.error("the " + status.mode() + " " + status.name() + " at "
                                + status.address() + " does not answer")
                        .withHint("start it, or take its address out of the configuration and the environment to have"
                                + " one started here"));
            }
        }
        return statuses;
    }

    /**
     * Lets {@link ServiceAddresses} know where all services are or would be, without starting any.
     *
     * @param directory absolute
     * @return those that do not run and would be started when they are needed
     */
    public Set<ServiceName> locate(Path directory, FleetSettings settings) throws InterruptedException {
        Set<ServiceName> startable = EnumSet.noneOf(ServiceName.class);
        for (ServiceStatus status : look(new ServiceScope(directory, settings), List.of())) {
            addresses.put(status.name(), status.address());
            if (!status.isRunning() && status.mode() != ServiceMode.EXTERNAL) {
                startable.add(status.name());
            }
        }
        return startable;
    }

    /** How all services stand. */
    public List<ServiceStatus> status(Path fleetDirectory) throws InterruptedException {
        Path directory = absolute(fleetDirectory);
        return look(new ServiceScope(directory, settingsOf(directory)), List.of(ServiceName.values()));
    }

    /**
     * Stops what was started for the fleet.
     *
     * @return what was stopped; all of what else there is goes on
     */
    public List<ServiceName> down(Path fleetDirectory, Collection<ServiceName> services) throws InterruptedException {
        Path directory = absolute(fleetDirectory);
        List<ServiceName> inReverse = new ArrayList<>(asSet(services));
        Collections.reverse(inReverse);
        List<ServiceName> stopped = new ArrayList<>();
        if (!control.wasUsed(directory)) {
            return stopped;
        }
        ServicesLock.Turn turn = takeTurn(directory);
        try {
            for (ServiceName service : inReverse) {
                if (control.stop(service, directory)) {
                    stopped.add(service);
                }
            }
        } finally {
            turn.close();
        }
        return stopped;
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
            control.log(service, absolute(fleetDirectory))
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
        return ModelResolver.settingsOf(config);
    }

    private static Path absolute(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            throw new InputException(
                    Problem.error("there is no directory " + absolute).withHint("name the fleet's directory with -C"));
        }
        return absolute;
    }
}
