package dev.imagemanager.infra.registry;

import dev.imagemanager.infra.credentials.RegistryAccounts;
import dev.imagemanager.infra.http.Backoff;
import dev.imagemanager.infra.http.OutgoingHttp;
import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.reference.DockerHub;
import dev.imagemanager.reference.ImageReference;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.security.cert.CertPathBuilderException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A client for registries (OCI Distribution Specification 1.1). Opens no connection before the first call. Thread-safe.
 *
 * <p>Calls fail with a {@link RegistryException} if the registry returns an error, with an
 * {@link InvalidResponseException} if its response is invalid, and with another {@link IOException} if it cannot be
 * reached. Idempotent calls are retried after temporary failures ({@link Retries}).
 */
@Singleton
public final class RegistryClient {

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    private final RegistryLogin login;
    private final OutgoingHttp http;
    private final Retries retries;
    private final Clock clock;
    private final InsecureHosts insecureHosts;

    /** Serializes updates of the list of an image's referrers, which are not atomic. */
    private final Lock referrers = new ReentrantLock();

    @Inject
    public RegistryClient(RegistryAccounts accounts, OutgoingHttp http) {
        this(accounts, http, new Retries(Backoff.inRealTime()), Clock.systemUTC());
    }

    RegistryClient(RegistryAccounts accounts, OutgoingHttp http, Retries retries, Clock clock) {
        this.login = new RegistryLogin(accounts, http, clock);
        this.http = http;
        this.retries = retries;
        this.clock = clock;
        this.insecureHosts = new InsecureHosts(http);
    }

    /** Returns why a call failed. Java's client gives no message if the connection is refused. */
    public static String reason(IOException failure) {
        if (isOfUnknownAuthority(failure)) {
            return "its certificate was issued by an authority that is not trusted here";
        }
        return failure.getMessage() == null ? "no server is listening" : failure.getMessage();
    }

    /** Returns a remedy if more trusted certificates could help; empty if not. */
    public static Optional<String> certificateHint(IOException failure) {
        return isOfUnknownAuthority(failure)
                ? Optional.of("name the certificates of the authority with 'ca' of this registry under 'registries' in"
                        + " .image-manager.yml, or in SSL_CERT_FILE")
                : Optional.empty();
    }

    private static boolean isOfUnknownAuthority(IOException failure) {
        return Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(CertPathBuilderException.class::isInstance);
    }

    /**
     * Checks, without retries, that a registry responds. A response that requires credentials is sufficient.
     *
     * @return the headers of the response
     */
    public HttpHeaders ping(Registry registry) throws IOException, InterruptedException {
        return base(registry, OK, UNAUTHORIZED).headers();
    }

    /** Checks that a registry responds, with retries; see {@link #ping}. */
    public void connect(Registry registry) throws IOException, InterruptedException {
        retries.run(() -> ping(registry));
    }

    /**
     * Checks that a registry accepts the account for it, or wants none.
     *
     * @throws RegistryException if it refuses
     */
    void logIn(Registry registry) throws IOException, InterruptedException {
        retries.run(() -> base(registry, OK));
    }

    /**
     * Returns whether a registry is private, without retries: whether it refuses requests without credentials and
     * accepts those of the account.
     *
     * @param registry with credentials, which are only sent after the refusal
     * @param isKnown whether credentials may be sent to a registry that sent these headers
     */
    boolean demandsAccount(Registry registry, Predicate<HttpHeaders> isKnown) throws IOException, InterruptedException {
        RegistryConnection.Answer<Void> refusal = base(registry.with(Optional.empty()), OK, UNAUTHORIZED);
        if (refusal.status() != UNAUTHORIZED || !isKnown.test(refusal.headers())) {
            return false;
        }
        try {
            base(registry, OK);
            return true;
        } catch (RegistryException refused) {
            if (refused.isRefusal()) {
                return false;
            }
            throw refused;
        }
    }

    private RegistryConnection.Answer<Void> base(Registry registry, Integer... accepted)
            throws IOException, InterruptedException {
        RegistryConnection connection = connection(registry);
        return connection.send(
                RegistryRequest.of("GET", connection.address("/v2/"), "its API", new TreeSet<>(), accepted));
    }

    /**
     * Returns a repository.
     *
     * @param name of the repository in the registry
     */
    public Repository repository(Registry registry, String name) {
        return new Repository(connection(registry), name, Optional.empty(), referrers);
    }

    /**
     * Returns the repositories that may have an external image, in the order in which BuildKit asks: in the configured
     * mirrors, which may have a path, and in its registry. As in Docker, an unqualified name is on Docker Hub, and one
     * without a slash is in {@code library}.
     */
    public List<Repository> repositories(ImageReference image, FleetSettings settings) {
        String host = DockerHub.inReference(image.registry().orElse(DockerHub.NAME));
        boolean isOfficial = host.equals(DockerHub.NAME) && image.name().indexOf('/') < 0;
        String name = isOfficial ? "library/" + image.name() : image.name();
        String known = DockerHub.is(host) ? DockerHub.NAME : host;
        Stream<Repository> mirrors = settings.mirrors().getOrDefault(known, List.of()).stream()
                .map(settings::registryOf)
                .map(mirror ->
                        new Repository(connection(mirror), mirror.repository(name), Optional.of(host), referrers));
        return Stream.concat(mirrors, Stream.of(repository(settings.registryAt(known), name)))
                .toList();
    }

    private RegistryConnection connection(Registry registry) {
        return new RegistryConnection(registry, login, http, insecureHosts, retries, clock);
    }
}
