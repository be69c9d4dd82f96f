package dev.imagemanager.infra.registry;

import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.reference.ImageReference;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Registries as the program speaks to them itself (OCI Distribution Specification 1.1). Nothing is opened before the first
 * call; all parts can be used by several threads.
 *
 * <p>Calls fail with a {@link RegistryException} if the registry refuses, with a {@link InvalidResponseException} if what it says
 * cannot be right, and with another {@link IOException} if it cannot be reached. Those that may be repeated are, where that
 * may help ({@link Retries}).
 */
@Singleton
public final class RegistryClient {

    private static final String HUB = "docker.io";

    private final RegistryLogin login;
    private final OutgoingHttp http;
    private final Retries retries;
    private final Clock clock;

    /** The list of an image's referrers is read, changed and written, which one thread at a time may do. */
    private final Lock referrers = new ReentrantLock();

    @Inject
    public RegistryClient(RegistryAccounts accounts, OutgoingHttp http) {
        this(accounts, http, Retries.inRealTime(), Clock.systemUTC());
    }

    RegistryClient(RegistryAccounts accounts, OutgoingHttp http, Retries retries, Clock clock) {
        this.login = new RegistryLogin(accounts, http, clock);
        this.http = http;
        this.retries = retries;
        this.clock = clock;
    }

    /**
     * Makes sure, in one attempt, that a registry answers, be it with a demand for credentials.
     *
     * @return what it says of itself
     */
    public HttpHeaders ping(Registry registry) throws IOException, InterruptedException {
        RegistryConnection connection = connection(registry);
        return connection
                .send(RegistryRequest.of("GET", connection.address("/v2/"), "its API", new TreeSet<>(), 200, 401))
                .headers();
    }

    /** @param name of the repository there */
    public Repository repository(Registry registry, String name) {
        return new Repository(connection(registry), name, referrers);
    }

    /**
     * Where an image of somebody else's is asked for: in its registry, or at the mirror for it, which may have a path. An
     * unqualified name is one of Docker Hub, without a slash one of its {@code library}, as Docker has it.
     */
    public Repository repository(ImageReference image, FleetSettings settings) {
        String host = image.registry().orElse(HUB);
        boolean isOfficial = host.equals(HUB) && image.name().indexOf('/') < 0;
        String name = isOfficial ? "library/" + image.name() : image.name();
        String place = settings.mirrors().getOrDefault(host, host);
        int slash = place.indexOf('/');
        return slash < 0
                ? repository(settings.registryAt(place), name)
                : repository(settings.registryAt(place.substring(0, slash)), place.substring(slash + 1) + "/" + name);
    }

    private RegistryConnection connection(Registry registry) {
        return new RegistryConnection(registry, login, http, retries, clock);
    }
}
