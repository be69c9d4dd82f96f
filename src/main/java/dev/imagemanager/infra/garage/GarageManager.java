package dev.imagemanager.infra.garage;

import dev.imagemanager.config.masking.SecretMask;
import dev.imagemanager.infra.container.ServiceWays;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceManager;
import dev.imagemanager.infra.daemon.ServicePort;
import dev.imagemanager.infra.daemon.ServiceWay;
import dev.imagemanager.infra.daemon.StateDirectories;
import dev.imagemanager.infra.garage.GarageAdmin.RefusedException;
import dev.imagemanager.infra.http.BodySink;
import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.OwnLayerStore;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The layer cache in the fleet's own Garage. A Garage belongs to the fleet if its administration API accepts the
 * recorded token and its S3 API uses the fleet's region.
 */
@Singleton
public final class GarageManager implements ServiceManager, OwnLayerStore {

    private static final Logger LOG = Logger.getLogger(GarageManager.class);
    public static final ServicePort PORT =
            new ServicePort(ServiceName.GARAGE, GarageConfig.USUAL_PORTS.store(), "http://127.0.0.1");

    /** Its address in the network of the fleet's containers. */
    public static final String PRIVATE_ADDRESS = "garage:" + GarageConfig.USUAL_PORTS.store();

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private final List<ServiceWay<?>> ways;
    private final OutgoingHttp http;
    private final StateDirectories states;
    private final SecretMask mask;

    @Inject
    public GarageManager(ServiceWays ways, OutgoingHttp http, StateDirectories states, SecretMask mask) {
        this.states = states;
        this.mask = mask;
        this.ways = ways.of(GarageWays.PROCESS, GarageWays.CONTAINER);
        this.http = http;
    }

    @Override
    public ServiceName name() {
        return ServiceName.GARAGE;
    }

    @Override
    public Optional<ServiceName> client() {
        return Optional.of(ServiceName.BUILDKITD);
    }

    @Override
    public Optional<String> configuredAddress(ServiceScope scope) {
        return scope.settings().cache() instanceof ObjectStore store ? Optional.of(store.endpoint()) : Optional.empty();
    }

    @Override
    public String defaultAddress(ServiceScope scope) {
        return PORT.likelyAddress(scope);
    }

    /** Returns false, since an external Garage cannot be used without its keys. */
    @Override
    public boolean sharesDefault() {
        return false;
    }

    @Override
    public boolean answers(String address, ServiceScope scope) throws InterruptedException {
        if (scope.settings().cache() instanceof ObjectStore store
                && store.endpoint().equals(address)) {
            return isReachable(address);
        }
        GarageFiles files = files(scope.directory());
        Optional<GarageAdmin> admin = admin(files);
        try {
            return admin.isPresent()
                    && answer(address).filter(answer -> isOf(scope, answer)).isPresent()
                    && new GarageSetup(admin.get(), files, GarageConfig.regionOf(scope)).isComplete(address);
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void complete(ServiceDirectory directory, ServiceScope scope, String address) {
        GarageFiles files = files(directory);
        Optional<GarageAdmin> admin = admin(files);
        if (admin.isEmpty()) {
            return;
        }
        try {
            new GarageSetup(admin.get(), files, GarageConfig.regionOf(scope)).complete(address);
        } catch (RefusedException failure) {
            if (failure.isTemporary()) {
                LOG.debug("Garage is not ready yet", failure);
                return;
            }
            throw new EnvironmentException(
                    Problem.error("Garage at " + address + " cannot be set up: " + failure.getMessage())
                            .withHint("see its log in " + directory.log()
                                    + "; 'image-manager services down garage --volumes' removes it with all of its"
                                    + " layers, and the next command sets it up again"),
                    failure);
        } catch (IOException notYet) {
            LOG.debug("Garage does not answer yet", notYet);
        }
    }

    /** Checks the address and token of the administration API, which are only set when Garage is started. */
    @Override
    public boolean isRecoverable(ServiceDirectory directory) {
        Optional<GarageAdmin> admin = admin(files(directory));
        if (admin.isEmpty()) {
            return false;
        }
        try {
            admin.get().nodeId();
            return true;
        } catch (RefusedException refused) {
            return !refused.isUnauthorized();
        } catch (IOException notYet) {
            return true;
        }
    }

    /** Garage keeps running, with its administration API, if the port of its S3 API is in use. */
    @Override
    public boolean isOccupied(String address, ServiceScope scope) {
        return answer(address).filter(answer -> !isOf(scope, answer)).isPresent();
    }

    private static boolean isOf(ServiceScope scope, String refusal) {
        return refusal.contains("<Region>" + GarageConfig.regionOf(scope) + "</Region>");
    }

    /** Returns whether an external store responds. */
    private boolean isReachable(String endpoint) throws InterruptedException {
        try {
            http.send(http.request(endpoint + "/").build(), info -> BodySink.text(), ANSWER_LIMIT);
            return true;
        } catch (IOException unreachable) {
            return false;
        }
    }

    /** Returns the error response of the fleet's own Garage to an unsigned request. */
    private static Optional<String> answer(String address) {
        try {
            return Optional.of(
                    GarageRequest.get(address + "/", ANSWER_LIMIT).send().body());
        } catch (IOException unreachable) {
            return Optional.empty();
        }
    }

    @Override
    public Duration startLimit() {
        return START_LIMIT;
    }

    @Override
    public List<ServiceWay<?>> ways() {
        return ways;
    }

    @Override
    public Optional<ObjectStore> find(Path directory) {
        return files(directory).store();
    }

    private GarageFiles files(Path fleetDirectory) {
        return files(states.of(fleetDirectory).of(ServiceName.GARAGE));
    }

    private GarageFiles files(ServiceDirectory directory) {
        GarageFiles files = new GarageFiles(directory);
        mask.learn(files.secrets());
        return files;
    }

    private static Optional<GarageAdmin> admin(GarageFiles files) {
        return files.adminAddress()
                .flatMap(address -> files.adminToken().map(token -> new GarageAdmin(address, token)));
    }
}
