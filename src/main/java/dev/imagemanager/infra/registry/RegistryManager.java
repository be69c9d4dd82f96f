package dev.imagemanager.infra.registry;

import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.infra.container.ContainerDescription;
import dev.imagemanager.infra.container.ContainerFile;
import dev.imagemanager.infra.container.ContainerLaunch;
import dev.imagemanager.infra.container.ServiceWays;
import dev.imagemanager.infra.daemon.ProcessDescription;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceHooks;
import dev.imagemanager.infra.daemon.ServiceManager;
import dev.imagemanager.infra.daemon.ServicePlace;
import dev.imagemanager.infra.daemon.ServicePort;
import dev.imagemanager.infra.daemon.ServiceWay;
import dev.imagemanager.infra.daemon.StateDirectories;
import dev.imagemanager.infra.linux.OperatingSystem;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.model.settings.Registry.Credentials;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.OwnRegistry;
import dev.imagemanager.pipeline.services.ServiceScope;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The build registry: a CNCF Distribution registry on a port of this machine. */
@Singleton
public final class RegistryManager implements ServiceManager, OwnRegistry {

    public static final ServicePort PORT = new ServicePort(ServiceName.REGISTRY, 5050, "localhost");

    private static final int PORT_INSIDE = 5000;

    /** Its address in the network of the fleet's containers. */
    public static final String PRIVATE_ADDRESS = "registry:" + PORT_INSIDE;

    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final String PROGRAM = "docker-registry|registry";
    private static final Map<String, String> ENVIRONMENT = Map.of("OTEL_TRACES_EXPORTER", "none");

    private static final String ACCOUNTS = "htpasswd";

    private static final ServiceHooks HOOKS = new ServiceHooks() {
        /** One that an earlier version started has no account. */
        @Override
        public boolean isCurrent(ServiceDirectory directory, ServiceScope scope, String address) {
            return new FleetAccount(directory).find().isPresent();
        }
    };

    private static final ProcessDescription PROCESS = ProcessDescription.of(
                    PORT,
                    List.of(PROGRAM),
                    "set build_registry to the address of a registry, or to false to build without one",
                    (place, programs) -> List.of(
                            programs.path(PROGRAM),
                            "serve",
                            place.write(
                                    "config.yml",
                                    RegistryConfig.of(
                                            place.scope(),
                                            "127.0.0.1:" + place.port(),
                                            place.path("data"),
                                            place.directory()
                                                    .writePrivately(ACCOUNTS, accounts(place))
                                                    .toString()))))
            .environment(ENVIRONMENT)
            .with(HOOKS);

    private static final String DATA_INSIDE = "/var/lib/registry";
    private static final String SETTINGS_INSIDE = "/etc/docker/registry/";

    private static final ContainerDescription CONTAINER =
            new ContainerDescription(PORT, false, RegistryManager::container, HOOKS);

    private static final Logger LOG = Logger.getLogger(RegistryManager.class);

    private final RegistryClient client;
    private final StateDirectories states;
    private final SecretMask mask;
    private final List<ServiceWay<?>> ways;

    @Inject
    public RegistryManager(RegistryClient client, ServiceWays ways, StateDirectories states, SecretMask mask) {
        this.client = client;
        this.states = states;
        this.mask = mask;
        this.ways = ways.of(PROCESS, CONTAINER);
    }

    private static ContainerLaunch.Builder container(ServicePlace place) {
        return ContainerLaunch.of("registry:2")
                .file(ContainerFile.readable(
                        SETTINGS_INSIDE + "config.yml",
                        RegistryConfig.of(place.scope(), ":" + PORT_INSIDE, DATA_INSIDE, SETTINGS_INSIDE + ACCOUNTS)))
                .file(ContainerFile.secret(SETTINGS_INSIDE + ACCOUNTS, accounts(place), 0))
                .variables(ENVIRONMENT)
                .volume(DATA_INSIDE)
                .port(PORT_INSIDE, place.port());
    }

    private static String accounts(ServicePlace place) {
        return FleetAccount.htpasswd(new FleetAccount(place.directory()).findOrCreate());
    }

    @Override
    public ServiceName name() {
        return ServiceName.REGISTRY;
    }

    @Override
    public Optional<ServiceName> client() {
        return Optional.of(ServiceName.BUILDKITD);
    }

    @Override
    public Optional<String> configuredAddress(ServiceScope scope) {
        return scope.settings().services().hasOwnBuildRegistry()
                ? scope.settings().buildRegistry().map(Registry::host)
                : Optional.empty();
    }

    @Override
    public String defaultAddress(ServiceScope scope) {
        return PORT.likelyAddress(scope);
    }

    @Override
    public Optional<Credentials> account(Path directory) {
        Optional<Credentials> account = new FleetAccount(states.of(directory).of(ServiceName.REGISTRY)).find();
        account.ifPresent(known -> mask.learn(List.of(known.password())));
        return account;
    }

    /** A registry of a fleet demands its account, so it is not used by itself, even if its state was lost. */
    @Override
    public boolean answers(String address, ServiceScope scope) throws InterruptedException {
        try {
            List<String> owners =
                    client.ping(scope.settings().registryAt(address)).allValues(RegistryConfig.OWNER_HEADER);
            return configuredAddress(scope).equals(Optional.of(address))
                    ? owners.stream().allMatch(RegistryConfig.ownerOf(scope)::equals)
                    : owners.isEmpty();
        } catch (IOException unreachable) {
            return false;
        }
    }

    @Override
    public boolean ownAnswers(String address, ServiceScope scope) throws InterruptedException {
        try {
            return isOwn(address, scope);
        } catch (IOException notYet) {
            LOG.debug("the registry does not answer yet", notYet);
            return false;
        }
    }

    @Override
    public boolean isOccupied(String address, ServiceScope scope) throws InterruptedException {
        try {
            return !isOwn(address, scope);
        } catch (RegistryException other) {
            return !other.isTemporary();
        } catch (IOException nobodyThere) {
            LOG.debug("the registry does not answer yet", nobodyThere);
            return false;
        }
    }

    /**
     * Returns whether the fleet's own registry responds, and nobody else would get the account. The registry listens on
     * IPv4 only, and BuildKit tries the IPv6 address of {@code localhost} first.
     */
    private boolean isOwn(String address, ServiceScope scope) throws IOException, InterruptedException {
        Optional<Credentials> account = account(scope.directory());
        return account.isPresent()
                && !(OperatingSystem.isLinux() && ServicePort.isTakenOnIpv6(address))
                && client.demandsAccount(
                        scope.settings().registryAt(address).with(account),
                        headers -> headers.allValues(RegistryConfig.OWNER_HEADER)
                                .equals(List.of(RegistryConfig.ownerOf(scope))));
    }

    @Override
    public Duration startLimit() {
        return START_LIMIT;
    }

    @Override
    public List<ServiceWay<?>> ways() {
        return ways;
    }
}
