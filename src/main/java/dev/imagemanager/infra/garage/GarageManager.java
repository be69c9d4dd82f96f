package dev.imagemanager.infra.garage;

import dev.imagemanager.infra.container.ServiceWays;
import dev.imagemanager.infra.daemon.ServiceDirectory;
import dev.imagemanager.infra.daemon.ServiceManager;
import dev.imagemanager.infra.daemon.ServicePort;
import dev.imagemanager.infra.daemon.ServiceWay;
import dev.imagemanager.infra.daemon.StateDirectory;
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
 * Keeps layers in a Garage of the fleet's own, which is never another one's: it is the one whose administration API takes
 * the token on file, and that speaks for the fleet's own region.
 */
@Singleton
public final class GarageManager implements ServiceManager, OwnLayerStore {

    private static final Logger LOG = Logger.getLogger(GarageManager.class);
    public static final ServicePort PORT =
            new ServicePort(ServiceName.GARAGE, GarageConfig.USUAL_PORTS.store(), "http://127.0.0.1");

    /** What it is called in the network of the fleet's containers. */
    public static final String PRIVATE_ADDRESS = "garage:" + GarageConfig.USUAL_PORTS.store();

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final int LONGEST_ANSWER = 1 << 20;

    private final List<ServiceWay<?>> ways;
    private final OutgoingHttp http;

    @Inject
    public GarageManager(ServiceWays ways, OutgoingHttp http) {
        this.ways = ways.of(GarageWays.PROCESS, GarageWays.CONTAINER);
        this.http = http;
    }

    @Override
    public ServiceName name() {
        return ServiceName.GARAGE;
    }

    @Override
    public Optional<String> configuredAddress(ServiceScope scope) {
        return scope.settings().cache() instanceof ObjectStore store ? Optional.of(store.endpoint()) : Optional.empty();
    }

    @Override
    public String defaultAddress(ServiceScope scope) {
        return PORT.likelyAddress(scope);
    }

    /** Without its keys, somebody else's is of no use. */
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
        GarageFiles files = new GarageFiles(directory);
        Optional<GarageAdmin> admin = admin(files);
        if (admin.isEmpty()) {
            return;
        }
        try {
            new GarageSetup(admin.get(), files, GarageConfig.regionOf(scope)).complete(address);
        } catch (RefusedException failure) {
            if (failure.mayPass()) {
                LOG.debug("Garage is not ready yet", failure);
                return;
            }
            throw new EnvironmentException(
                    Problem.error("Garage at " + address + " cannot be set up: " + failure.getMessage())
                            .withHint("its log is in " + directory.log()
                                    + "; 'image-manager services down garage --volumes' begins anew, without the layers"
                                    + " that it holds"),
                    failure);
        } catch (IOException notYet) {
            LOG.debug("Garage does not answer yet", notYet);
        }
    }

    /** Not without address and token of its administration, which it takes from our files when it is started. */
    @Override
    public boolean isWithinReach(ServiceDirectory directory) {
        Optional<GarageAdmin> admin = admin(new GarageFiles(directory));
        if (admin.isEmpty()) {
            return false;
        }
        try {
            admin.get().nodeId();
            return true;
        } catch (RefusedException refused) {
            return !refused.isForStranger();
        } catch (IOException notYet) {
            return true;
        }
    }

    /** Garage goes on running, and administering, without the port of its store. */
    @Override
    public boolean isSomebodyElses(String address, ServiceScope scope) {
        return answer(address).filter(answer -> !isOf(scope, answer)).isPresent();
    }

    private static boolean isOf(ServiceScope scope, String refusal) {
        return refusal.contains("<Region>" + GarageConfig.regionOf(scope) + "</Region>");
    }

    /** Whether a store of somebody else's says anything. */
    private boolean isReachable(String endpoint) throws InterruptedException {
        try {
            http.send(http.request(endpoint + "/").build(), info -> BodySink.text(LONGEST_ANSWER), ANSWER_LIMIT);
            return true;
        } catch (IOException nobodyThere) {
            return false;
        }
    }

    /** What one of ours says to a request without a signature, which is some kind of no. */
    private static Optional<String> answer(String address) {
        try {
            return Optional.of(
                    GarageRequest.get(address + "/", ANSWER_LIMIT).send().body());
        } catch (IOException nobodyThere) {
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

    private static GarageFiles files(Path fleetDirectory) {
        return new GarageFiles(StateDirectory.of(fleetDirectory).of(ServiceName.GARAGE));
    }

    private static Optional<GarageAdmin> admin(GarageFiles files) {
        return files.adminAddress()
                .flatMap(address -> files.adminToken().map(token -> new GarageAdmin(address, token)));
    }
}
