package dev.imagemanager.infra.buildkit;

import dev.imagemanager.config.Environment;
import dev.imagemanager.config.Permission;
import dev.imagemanager.infra.container.ContainerDescription;
import dev.imagemanager.infra.container.ContainerFile;
import dev.imagemanager.infra.container.ContainerLaunch;
import dev.imagemanager.infra.container.ContainerLaunch.Network;
import dev.imagemanager.infra.container.ContainerLaunch.Rights;
import dev.imagemanager.infra.container.Containers;
import dev.imagemanager.infra.container.ServerCertificates;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceHooks;
import dev.imagemanager.infra.daemon.ServicePlace;
import dev.imagemanager.infra.daemon.ServicePort;
import dev.imagemanager.infra.garage.GarageManager;
import dev.imagemanager.infra.linux.OperatingSystem;
import dev.imagemanager.infra.registry.RegistryManager;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rootless buildkitd in a container (BuildKit documentation, "Rootless mode", "Docker"). It and its steps use the network
 * of the fleet's containers, or that of the machine with {@code services.buildkitd.network: host}, which its operator has to
 * allow.
 *
 * <p>Steps share the network namespace of buildkitd, but cannot see its traffic with the registry and the layer cache. Docker
 * created this namespace in another user namespace than the one that RootlessKit creates for buildkitd and its steps, so their
 * {@code CAP_NET_RAW} does not apply to it (user_namespaces(7), "Interaction of user namespaces and other types of
 * namespaces"). They need no {@link StepRuntime} therefore.
 */
@Singleton
public final class BuildkitContainer implements ServiceHooks {

    private static final String IMAGE = "moby/buildkit:rootless";
    public static final ServicePort PORT = new ServicePort(ServiceName.BUILDKITD, 8372, "tcp://127.0.0.1");
    private static final int PORT_INSIDE = 8372;
    private static final String DATA = "/home/user/.local/share/buildkit";
    private static final String SETTINGS = "/etc/buildkit";
    private static final String CONFIG = SETTINGS + "/" + BuildkitdConfig.FILE;
    private static final String KEYS = SETTINGS + "/cache-keys";

    /** The user id of the daemon in the image (BuildKit, {@code Dockerfile}, target {@code rootless}). */
    private static final int USER = 1000;

    private static final ServerCertificates CERTIFICATES = new ServerCertificates(SETTINGS + "/tls", USER);

    /** Docker's embedded DNS server in user-defined networks. */
    private static final String DOCKER_NAMES = "127.0.0.11";

    /** The name of the host in Docker Desktop's containers. */
    private static final String MACHINE = "host.docker.internal";

    private final Containers containers;
    private final Environment environment;

    @Inject
    public BuildkitContainer(Containers containers, Environment environment) {
        this.containers = containers;
        this.environment = environment;
    }

    ContainerDescription description() {
        return new ContainerDescription(PORT, true, this::launch, this);
    }

    private ContainerLaunch.Builder launch(ServicePlace place) {
        ServiceDirectory directory = place.directory();
        ServiceScope scope = place.scope();
        HostAliases aliases = new HostAliases(place.address(), aliases(directory, scope));
        aliases.write(directory);
        String config = config(place.address(), scope, aliases);
        directory.write(BuildkitdConfig.FILE, config);
        Optional<ObjectStore> cache = scope.provided().cache();
        ContainerLaunch.Builder launch = ContainerLaunch.of(IMAGE)
                .command("--config", CONFIG, "--oci-worker-no-process-sandbox")
                .file(ContainerFile.readable(CONFIG, config))
                .files(CERTIFICATES.create(place))
                .variables(CacheKeys.environment(cache, KEYS))
                .volume(DATA)
                .rights(new Rights(Set.of(), true, false, Map.of()));
        CacheKeys.fileContent(cache).ifPresent(keys -> launch.file(ContainerFile.secret(KEYS, keys, USER)));
        for (Path certificate : BuildkitdConfig.certificates(scope)) {
            launch.file(ContainerFile.readable(pathInside(certificate), content(certificate)));
        }
        return isInHostNetwork(scope)
                ? launch.network(Network.HOST)
                : launch.network(Network.PRIVATE).port(PORT_INSIDE, place.port());
    }

    @Override
    public void release(ServiceDirectory directory) {
        HostAliases.delete(directory);
    }

    @Override
    public boolean isCurrent(ServiceDirectory directory, ServiceScope scope, String address) {
        return BuildkitdConfig.isCurrent(directory, scope, environment, isInHostNetwork(scope));
    }

    @Override
    public Optional<Problem> note(ServiceDirectory directory, ServiceScope scope) {
        return BuildkitdConfig.note(directory, () -> current(directory, scope));
    }

    private String current(ServiceDirectory directory, ServiceScope scope) {
        String address = HostAliases.daemonOf(directory).orElseGet(() -> PORT.likelyAddress(scope));
        return config(address, scope, new HostAliases(address, aliases(directory, scope)));
    }

    private String config(String address, ServiceScope scope, HostAliases aliases) {
        boolean isPrivate = !isInHostNetwork(scope);
        return BuildkitdConfig.of(
                scope,
                BuildkitdConfig.entitlements(scope, environment),
                new BuildkitdConfig.Surroundings(
                        Optional.empty(),
                        isPrivate ? "tcp://0.0.0.0:" + PORT_INSIDE : address,
                        Optional.of(CERTIFICATES),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        isPrivate ? Optional.of(DOCKER_NAMES) : Optional.empty(),
                        !isPrivate,
                        aliases::seen,
                        BuildkitContainer::pathInside));
    }

    private static boolean isInHostNetwork(ServiceScope scope) {
        return scope.settings().services().isBuildkitdInHostNetwork();
    }

    /** Returns the names that hosts on this machine have in the private network. */
    private Map<String, String> aliases(ServiceDirectory directory, ServiceScope scope) {
        if (isInHostNetwork(scope)) {
            return Map.of();
        }
        FleetSettings settings = scope.settings();
        Set<String> local = Stream.of(
                        scope.provided().registry().map(Registry::host).stream(),
                        settings.registries().stream().map(Registry::host),
                        settings.mirrorRegistries().map(Registry::host))
                .flatMap(hosts -> hosts)
                .filter(Registry::isThisMachine)
                .collect(Collectors.toSet());
        boolean isRegistryBeside = containers.isRunning(directory.state().of(ServiceName.REGISTRY));
        Optional<String> buildRegistry = scope.provided().registry().map(Registry::host);
        Map<String, String> aliases = new TreeMap<>();
        for (String host : local) {
            boolean isBuildRegistry = buildRegistry.equals(Optional.of(host));
            if (isRegistryBeside && isBuildRegistry) {
                aliases.put(host, RegistryManager.PRIVATE_ADDRESS);
            } else if (OperatingSystem.isLinux()) {
                throw unreachable(host, isBuildRegistry);
            } else {
                aliases.put(host, onMachine(host));
            }
        }
        cacheAlias(directory, scope.provided().cache()).forEach(aliases::put);
        return aliases;
    }

    private static EnvironmentException unreachable(String host, boolean isBuildRegistry) {
        String other = isBuildRegistry
                ? "run the registry as a container too (services.registry.mode: container)"
                : "use one that other machines can reach";
        return new EnvironmentException(Problem.error(
                        "buildkitd runs in a container with a network of its own, from which " + host
                                + " cannot be reached")
                .withHint(other + ", or set services.buildkitd.network to host; " + Permission.HOST_NETWORK.remedy()));
    }

    /**
     * Returns the name of the layer cache in the private network. Empty if the cache is on another machine, or if it
     * cannot be reached; builds then continue without it.
     */
    private Map<String, String> cacheAlias(ServiceDirectory directory, Optional<ObjectStore> cache) {
        if (cache.isEmpty()) {
            return Map.of();
        }
        String host = cache.get().endpoint().replaceFirst("^https?://", "").replaceFirst("/.*$", "");
        if (!Registry.isThisMachine(host)) {
            return Map.of();
        }
        if (containers.isRunning(directory.state().of(ServiceName.GARAGE))) {
            return Map.of(host, GarageManager.PRIVATE_ADDRESS);
        }
        return OperatingSystem.isLinux() ? Map.of() : Map.of(host, onMachine(host));
    }

    private static String onMachine(String host) {
        return host.replaceFirst("^.*?(:[0-9]+)?$", MACHINE + "$1");
    }

    private static String pathInside(Path certificate) {
        return SETTINGS + "/certificates/" + Integer.toHexString(certificate.hashCode()) + "-"
                + certificate.getFileName();
    }

    private static String content(Path certificate) {
        try {
            return Files.readString(certificate);
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot read " + certificate + ": " + FailureReason.of(failure)), failure);
        }
    }
}
