package dev.imagemanager.infra.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import dev.imagemanager.infra.container.ContainerLaunch.Network;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceHost;
import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.pipeline.services.ServiceLog;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Runs services as containers of the user's Docker daemon. Their ports are only published on the loopback interface,
 * and persistent data is in a volume. Everything has a label with the fleet's id; containers and volumes without it are
 * never changed.
 */
@Singleton
public final class Containers implements ServiceHost<ContainerLaunch> {

    private static final Logger LOG = Logger.getLogger(Containers.class);
    private static final int STOP_SECONDS = 15;
    private static final int SHOWN_LOG_LINES = 15;
    private static final String LOOPBACK = "127.0.0.1";

    /** Limits the size of logs, which are kept when a container is removed. */
    private static final Map<String, String> LOG_LIMITS = Map.of("max-size", "10m", "max-file", "1");

    private final HostDocker docker;
    private final ContainerImages images;

    @Inject
    public Containers(HostDocker docker, ContainerImages images) {
        this.docker = docker;
        this.images = images;
    }

    @Override
    public ServiceMode mode() {
        return ServiceMode.CONTAINER;
    }

    /** Returns why services cannot be run as containers; empty if they can. */
    Optional<Problem> obstacle() {
        return docker.obstacle();
    }

    @Override
    public boolean isRunning(ServiceDirectory directory) {
        Optional<ContainerRecord> recorded = ContainerRecord.read(directory);
        return recorded.isPresent() && isRunning(recorded.get(), directory);
    }

    private boolean isRunning(ContainerRecord container, ServiceDirectory directory) {
        try {
            return Uninterrupted.get(
                    () -> inspect(docker.clientForQuestionsAt(container.docker()), container, directory)
                            .map(found -> found.getState().getRunning())
                            .orElse(false));
        } catch (DockerException failure) {
            throw refused(container, "check whether " + directory.name() + " is running", failure);
        } catch (RuntimeException noAnswer) {
            LOG.debug("the Docker daemon does not respond, so the container is not running", noAnswer);
            return false;
        }
    }

    @Override
    public boolean isOrphaned(ServiceDirectory directory) {
        return orphan(directory).isPresent();
    }

    /** Finds a container whose record was lost. It may still be running, or its name may block a new container. */
    private Optional<ContainerRecord> orphan(ServiceDirectory directory) {
        return Files.notExists(directory.path()) && docker.obstacle().isEmpty()
                ? Optional.of(ContainerRecord.of(directory, docker.address()))
                        .filter(container -> inspect(container, directory).isPresent())
                : Optional.empty();
    }

    @Override
    public void start(ServiceDirectory directory, ContainerLaunch launch, Consumer<Problem> notes)
            throws InterruptedException {
        ContainerRecord container = ContainerRecord.of(directory, docker.address());
        DockerClient client = docker.clientAt(container.docker());
        String image = images.require(client, launch.image(), directory, notes);
        try {
            Uninterrupted.get(() -> {
                inspect(container, directory).ifPresent(left -> remove(client, container));
                container.write(directory);
                if (launch.network() == Network.PRIVATE) {
                    FleetNetwork.create(client, directory);
                }
                try (CreateContainerCmd command = describe(client, directory, container, launch, image)) {
                    command.exec();
                }
                ContainerFiles.copy(client, container.name(), launch.files());
                return client.startContainerCmd(container.name()).exec();
            });
        } catch (RuntimeException failure) {
            throw refused(container, "start " + directory.name() + " from " + launch.image(), failure);
        }
    }

    private static CreateContainerCmd describe(
            DockerClient client,
            ServiceDirectory directory,
            ContainerRecord container,
            ContainerLaunch launch,
            String image) {
        HostConfig host = HostConfig.newHostConfig()
                .withInit(false)
                .withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE, LOG_LIMITS))
                .withSysctls(launch.rights().kernelSettings())
                .withPrivileged(launch.rights().isPrivileged())
                .withCapAdd(launch.rights().capabilities().stream()
                        .map(Capability::valueOf)
                        .toArray(Capability[]::new));
        if (launch.rights().isUnconfined()) {
            host.withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined"));
        }
        launch.volume().ifPresent(path -> {
            FleetVolumes.create(client, directory, container.name());
            host.withBinds(new Bind(container.name(), new Volume(path)));
        });
        List<PortBinding> bindings = new ArrayList<>();
        launch.ports()
                .forEach((inside, outside) -> bindings.add(
                        new PortBinding(Ports.Binding.bindIpAndPort(LOOPBACK, outside), ExposedPort.tcp(inside))));
        host.withPortBindings(bindings);
        host.withNetworkMode(launch.network() == Network.HOST ? "host" : ContainerRecord.networkName(directory));
        CreateContainerCmd command = client.createContainerCmd(image)
                .withName(container.name())
                .withLabels(ContainerRecord.labels(directory))
                .withHostConfig(host)
                .withExposedPorts(
                        bindings.stream().map(PortBinding::getExposedPort).toList())
                .withEnv(launch.environment().entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .sorted()
                        .toList());
        if (launch.network() == Network.PRIVATE) {
            command.withAliases(directory.name());
        }
        if (!launch.entrypoint().isEmpty()) {
            command.withEntrypoint(launch.entrypoint());
        }
        if (!launch.command().isEmpty()) {
            command.withCmd(launch.command());
        }
        return command;
    }

    @Override
    public boolean stop(ServiceDirectory directory) {
        Optional<ContainerRecord> recorded = ContainerRecord.read(directory).or(() -> orphan(directory));
        if (recorded.isEmpty()) {
            return false;
        }
        boolean wasRunning =
                stop(recorded.get(), directory, (client, container) -> keepLog(client, container, directory));
        ContainerRecord.delete(directory);
        return wasRunning;
    }

    @Override
    public boolean stopUnrecorded(ServiceDirectory directory) {
        return docker.obstacle().isEmpty()
                && stop(ContainerRecord.of(directory, docker.address()), directory, (client, container) -> {});
    }

    /** @param beforeRemoval called if the container exists, when it is stopped */
    private boolean stop(
            ContainerRecord container,
            ServiceDirectory directory,
            BiConsumer<DockerClient, ContainerRecord> beforeRemoval) {
        DockerClient client = docker.clientAt(container.docker());
        try {
            return Uninterrupted.get(() -> {
                Optional<InspectContainerResponse> found = inspect(container, directory);
                if (found.isPresent()) {
                    end(client, container);
                    beforeRemoval.accept(client, container);
                    remove(client, container);
                }
                FleetNetwork.removeIfUnused(client, directory);
                return found.map(response -> response.getState().getRunning()).orElse(false);
            });
        } catch (RuntimeException failure) {
            throw refused(container, "stop " + directory.name(), failure);
        }
    }

    private static void end(DockerClient client, ContainerRecord container) {
        try {
            client.stopContainerCmd(container.name()).withTimeout(STOP_SECONDS).exec();
        } catch (NotModifiedException endedBefore) {
            // Docker Engine API, "Stop a container", 304: already stopped.
            return;
        }
    }

    private static void keepLog(DockerClient client, ContainerRecord container, ServiceDirectory directory) {
        List<String> lines = new ArrayList<>();
        new ContainerLog(client, container.name()).readToEnd(Integer.MAX_VALUE, lines::add);
        directory.write(directory.log().getFileName().toString(), String.join("\n", lines) + "\n");
    }

    private static void remove(DockerClient client, ContainerRecord container) {
        client.removeContainerCmd(container.name())
                .withForce(true)
                .withRemoveVolumes(true)
                .exec();
    }

    /** Limits the memory and the number of processes of a container that runs, as far as its Docker daemon can. */
    void limit(ServiceDirectory directory) {
        change(directory, "limit the memory and the processes of ", ContainerLimits::set);
    }

    /** Removes the limits of a container that runs. */
    void unlimit(ServiceDirectory directory) {
        change(directory, "remove the limits of ", ContainerLimits::remove);
    }

    /** Returns whether the memory and the number of processes of a container are limited. */
    boolean isLimited(ServiceDirectory directory) {
        return ContainerRecord.read(directory)
                .flatMap(container -> inspect(container, directory))
                .filter(ContainerLimits::areSet)
                .isPresent();
    }

    private void change(
            ServiceDirectory directory, String task, BiConsumer<DockerClient, InspectContainerResponse> change) {
        Optional<ContainerRecord> recorded = ContainerRecord.read(directory);
        if (recorded.isEmpty()) {
            return;
        }
        ContainerRecord container = recorded.get();
        try {
            inspect(container, directory).ifPresent(found -> change.accept(docker.clientAt(container.docker()), found));
        } catch (RuntimeException failure) {
            throw refused(container, task + directory.name(), failure);
        }
    }

    @Override
    public Optional<ServiceLog> log(ServiceDirectory directory) {
        return isRunning(directory)
                ? ContainerRecord.read(directory)
                        .map(container -> new ContainerLog(docker.clientAt(container.docker()), container.name()))
                : directory.keptLog();
    }

    @Override
    public List<String> lastLogLines(ServiceDirectory directory) {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        ContainerRecord.read(directory)
                .filter(container -> inspect(container, directory).isPresent())
                .ifPresent(container -> new ContainerLog(docker.clientAt(container.docker()), container.name())
                        .readToEnd(SHOWN_LOG_LINES, lines::add));
        return lines;
    }

    /** Removes only the volume. Files in the service's directory are removed with that directory. */
    @Override
    public boolean removeData(ServiceDirectory directory) {
        ContainerRecord container = ContainerRecord.of(directory, docker.address());
        if (docker.obstacle().isPresent()) {
            return false;
        }
        try {
            return FleetVolumes.remove(docker.clientAt(container.docker()), directory, container.name());
        } catch (RuntimeException failure) {
            throw refused(container, "remove the volume of " + directory.name(), failure);
        }
    }

    private Optional<InspectContainerResponse> inspect(ContainerRecord container, ServiceDirectory directory) {
        return inspect(docker.clientAt(container.docker()), container, directory);
    }

    /**
     * Returns the fleet's container. A container of the same name without the fleet's label is ignored, and creating
     * the fleet's container then fails.
     */
    private static Optional<InspectContainerResponse> inspect(
            DockerClient client, ContainerRecord container, ServiceDirectory directory) {
        try {
            return Optional.of(client.inspectContainerCmd(container.name()).exec())
                    .filter(found -> directory
                            .state()
                            .id()
                            .equals(found.getConfig().getLabels().get(ContainerRecord.FLEET_LABEL)));
        } catch (NotFoundException none) {
            return Optional.empty();
        }
    }

    private static EnvironmentException refused(ContainerRecord container, String task, RuntimeException failure) {
        return failure instanceof EnvironmentException known
                ? known
                : new EnvironmentException(
                        Problem.error("the Docker daemon at " + container.docker() + " cannot " + task + ": "
                                        + DockerClients.reason(failure))
                                .withHint("see the daemon's log and 'docker ps --all'"),
                        failure);
    }
}
