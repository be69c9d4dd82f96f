package dev.imagemanager.infra.credentials;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.problem.FailureReason;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * Finds the account for a registry: in the fleet's {@code registries}; or else where Docker does, in the same order
 * (github.com/docker/cli, cli/config/configfile): {@code DOCKER_AUTH_CONFIG}, the host's credential helper, the helper
 * for all hosts, the file itself; or else in the {@code auth.json} of Podman. Other programs get the same accounts with
 * {@link #writeCopy}.
 */
@Singleton
public final class RegistryAccounts {

    private static final String FILE = "config.json";

    /**
     * How long an account of a helper is used, since it may be a token (BuildKit, session/auth/authprovider: tokens for
     * Google Artifact Registry expire after five minutes).
     */
    private static final Duration LIFETIME = Duration.ofSeconds(4 * 60 + 50L);

    private static final Logger LOG = Logger.getLogger(RegistryAccounts.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DockerConfig dockerConfig;
    private final CredentialProgram programs;
    private final Clock clock;
    private final Map<Place, Known> known = new HashMap<>();

    @Inject
    public RegistryAccounts(DockerConfig dockerConfig, CredentialProgram programs) {
        this(dockerConfig, programs, Clock.systemUTC());
    }

    RegistryAccounts(DockerConfig dockerConfig, CredentialProgram programs, Clock clock) {
        this.dockerConfig = dockerConfig;
        this.programs = programs;
        this.clock = clock;
    }

    /**
     * The result of a lookup.
     *
     * @param failure why an account could not be read; only relevant if the registry requires credentials, since many
     *     images are public
     */
    public record Lookup(Optional<RegistryAccount> account, Optional<String> failure) {

        static Lookup found(Optional<RegistryAccount> account) {
            return new Lookup(account, Optional.empty());
        }

        static Lookup failed(String reason) {
            return new Lookup(Optional.empty(), Optional.of(reason));
        }
    }

    private record Place(String host, String path) {}

    private record Known(Lookup lookup, Instant until) {}

    /**
     * Finds the account for a registry. Asks a helper only once in a while.
     *
     * @throws InterruptedException if the calling thread is interrupted while a helper runs
     */
    public Lookup find(Registry registry) throws InterruptedException {
        if (registry.credentials().isPresent()) {
            return Lookup.found(registry.credentials().map(RegistryAccounts::written));
        }
        Place place = new Place(registry.host(), registry.path());
        synchronized (known) {
            Known before = known.get(place);
            if (before != null && clock.instant().isBefore(before.until())) {
                return before.lookup();
            }
            Lookup lookup = lookUp(place);
            lookup.failure().ifPresent(reason -> LOG.debugf("no account for %s: %s", registry.host(), reason));
            known.put(place, new Known(lookup, clock.instant().plus(LIFETIME)));
            return lookup;
        }
    }

    private static RegistryAccount written(Registry.Credentials credentials) {
        return new RegistryAccount.Password(credentials.username(), credentials.password());
    }

    /** A source that may have to be read first. */
    @FunctionalInterface
    private interface Reading {
        Optional<AccountSource> source() throws IOException;
    }

    private List<Reading> readings() {
        return List.of(dockerConfig::inVariable, dockerConfig::inFile, dockerConfig::ofContainers);
    }

    private Lookup lookUp(Place place) throws InterruptedException {
        Optional<String> failure = Optional.empty();
        for (Reading reading : readings()) {
            try {
                Optional<AccountSource> source = reading.source();
                Optional<RegistryAccount> account = source.isPresent() ? in(source.get(), place) : Optional.empty();
                if (account.isPresent()) {
                    return Lookup.found(account);
                }
            } catch (IOException failed) {
                failure = failure.or(() -> Optional.of(FailureReason.of(failed)));
            }
        }
        return failure.map(Lookup::failed).orElseGet(() -> Lookup.found(Optional.empty()));
    }

    private Optional<RegistryAccount> in(AccountSource source, Place place) throws IOException, InterruptedException {
        Optional<String> program = source.helperFor(place.host());
        return program.isPresent()
                ? programs.get(program.get(), AccountSource.keyOf(place.host()))
                : source.stored(place.host(), place.path());
    }

    /**
     * Writes all accounts to a {@code config.json}, for a program that knows only Docker's. Only the owner can read it.
     * Writes nothing if it would be the same as Docker's own. Helpers stay helpers, since what they say may expire, unless
     * the program has another name for the host. An account that would be sent to another machine so that others can read it
     * is left out.
     *
     * @param registries the fleet's registries
     * @param names host → the name that the reader of the file has for it, if it has another
     * @return whether the file was written
     * @throws UnreadableAccountsException if the file of Docker cannot be read, and there are accounts besides it
     */
    public boolean writeCopy(Path directory, List<Registry> registries, UnaryOperator<String> names)
            throws IOException, InterruptedException {
        Map<String, Registry> byHost = new LinkedHashMap<>();
        List<AccountSource> sources = sources(registries);
        sources.forEach(source -> source.hosts().forEach(host -> byHost.put(host, Registry.at(host))));
        registries.forEach(registry -> byHost.merge(
                registry.host(),
                registry,
                (other, own) -> other.credentials().isPresent() || !other.isConfidential() ? other : own));
        ObjectNode original = dockersOwn(sources);
        DockerAccounts accounts = new DockerAccounts(original);
        for (Registry registry : byHost.values()) {
            add(registry, sources, names.apply(registry.host()), accounts);
        }
        ObjectNode copy = accounts.content();
        if (copy.equals(original)) {
            return false;
        }
        Path file = Files.createFile(
                directory.resolve(FILE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, JSON.writeValueAsBytes(copy));
        return true;
    }

    /** Returns what can be read. If nothing has to be added to Docker's file, its reader tells its errors. */
    private List<AccountSource> sources(List<Registry> registries) throws IOException {
        List<AccountSource> sources = new ArrayList<>();
        boolean isNeeded =
                registries.stream().anyMatch(registry -> registry.credentials().isPresent());
        for (Reading reading : readings()) {
            try {
                reading.source().ifPresent(sources::add);
            } catch (UnreadableAccountsException unreadable) {
                if (isNeeded) {
                    throw unreadable;
                }
                LOG.debug("accounts cannot be read", unreadable);
            }
        }
        return sources;
    }

    private ObjectNode dockersOwn(List<AccountSource> sources) {
        Optional<String> file = dockerConfig.file().map(Path::toString);
        return sources.stream()
                .filter(source -> file.equals(Optional.of(source.name())))
                .map(AccountSource::content)
                .findFirst()
                .orElseGet(JsonNodeFactory.instance::objectNode);
    }

    private void add(Registry registry, List<AccountSource> sources, String name, DockerAccounts accounts)
            throws InterruptedException {
        String host = registry.host();
        String key = AccountSource.keyOf(name);
        if (!registry.isConfidential()) {
            accounts.withhold(key);
            return;
        }
        if (registry.credentials().isEmpty() && name.equals(host)) {
            for (AccountSource source : sources) {
                Optional<String> helper = source.helperFor(host);
                boolean isDecided = helper.isPresent() && isLast(source, sources, host);
                if (isDecided) {
                    accounts.ask(key, helper.get());
                    return;
                }
                if (helper.isPresent() || source.names(host)) {
                    break;
                }
            }
        }
        Optional<RegistryAccount> account = find(registry).account();
        account.ifPresent(found -> accounts.put(key, found));
        if (account.isEmpty() && sources.stream().anyMatch(source -> source.hasNoHelper(host))) {
            accounts.withhold(key);
        }
    }

    /** Returns whether no later source has an account for a host, so that a helper need not be asked now. */
    private static boolean isLast(AccountSource source, List<AccountSource> sources, String host) {
        return sources.subList(sources.indexOf(source) + 1, sources.size()).stream()
                .noneMatch(later -> later.names(host) || later.helperFor(host).isPresent());
    }
}
