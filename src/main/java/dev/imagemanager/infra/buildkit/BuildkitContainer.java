package dev.imagemanager.infra.buildkit;

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
 * Rootless buildkitd in a container (BuildKit documentation, "Rootless mode", "Docker"). By default, it uses the host
 * network on Linux, so that it can reach registries and mirrors on {@code localhost}. On other systems, where
 * containers run in a virtual machine, it uses the network of the fleet's containers.
 * {@code services.buildkitd.network} overrides the default.
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

    @Inject
    public BuildkitContainer(Containers containers) {
        this.containers = containers;
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
        return isInPrivateNetwork(scope)
                ? launch.network(Network.PRIVATE).port(PORT_INSIDE, place.port())
                : launch.network(Network.HOST);
    }

    @Override
    public void release(ServiceDirectory directory) {
        HostAliases.delete(directory);
    }

    @Override
    public Optional<Problem> note(ServiceDirectory directory, ServiceScope scope) {
        return BuildkitdConfig.note(directory, () -> current(directory, scope));
    }

    private String current(ServiceDirectory directory, ServiceScope scope) {
        String address = HostAliases.daemonOf(directory).orElseGet(() -> PORT.likelyAddress(scope));
        return config(address, scope, new HostAliases(address, aliases(directory, scope)));
    }

    private static String config(String address, ServiceScope scope, HostAliases aliases) {
        boolean isPrivate = isInPrivateNetwork(scope);
        return BuildkitdConfig.of(
                scope,
                new BuildkitdConfig.Surroundings(
                        Optional.empty(),
                        isPrivate ? "tcp://0.0.0.0:" + PORT_INSIDE : address,
                        Optional.of(CERTIFICATES),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        isPrivate ? Optional.of(DOCKER_NAMES) : Optional.empty(),
                        aliases::seen,
                        BuildkitContainer::pathInside));
    }

    private static boolean isInPrivateNetwork(ServiceScope scope) {
        return scope.settings().services().isBuildkitdNetworkPrivate().orElse(!OperatingSystem.isLinux());
    }

    /** Returns the names that hosts on this machine have in the private network. */
    private Map<String, String> aliases(ServiceDirectory directory, ServiceScope scope) {
        if (!isInPrivateNetwork(scope)) {
            return Map.of();
        }
        FleetSettings settings = scope.settings();
        Set<String> local = Stream.of(
                        scope.provided().registry().map(Registry::host).stream(),
                        settings.registries().stream().map(Registry::host),
                        settings.mirrors().values().stream().map(mirror -> mirror.split("/", 2)[0]))
                .flatMap(hosts -> hosts)
                .filter(Registry::isThisMachine)
                .collect(Collectors.toSet());
        boolean isRegistryBeside = containers.isRunning(directory.state().of(ServiceName.REGISTRY));
        Map<String, String> aliases = new TreeMap<>();
        for (String host : local) {
            if (isRegistryBeside
                    && scope.provided().registry().map(Registry::host).equals(Optional.of(host))) {
                aliases.put(host, RegistryManager.PRIVATE_ADDRESS);
            } else if (OperatingSystem.isLinux()) {
                throw new EnvironmentException(
                        Problem.error("buildkitd is configured to run in a private network, from which " + host
                                        + " cannot be reached")
                                .withHint("set services.buildkitd.network to host, or run the registry as a"
                                        + " container too"));
            } else {
                aliases.put(host, onMachine(host));
            }
        }
        cacheAlias(directory, scope.provided().cache()).forEach(aliases::put);
        return aliases;
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
