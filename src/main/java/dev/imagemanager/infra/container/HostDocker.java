package dev.imagemanager.infra.container;

import com.github.dockerjava.api.DockerClient;
import dev.imagemanager.config.Environment;
import dev.imagemanager.config.UserDirectories;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The user's Docker daemon, which runs services as containers. */
@Singleton
public final class HostDocker {

    private static final String USUAL_ADDRESS = "unix:///var/run/docker.sock";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Duration RESPONSE_LIMIT = Duration.ofMinutes(2);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private final Environment environment;
    private final DockerContexts contexts;
    private final Map<String, DockerClient> clients = new ConcurrentHashMap<>();
    private final Map<String, DockerClient> questions = new ConcurrentHashMap<>();
    private volatile String address;
    private volatile Optional<Problem> obstacle;

    @Inject
    public HostDocker(Environment environment, DockerContexts contexts) {
        this.environment = environment;
        this.contexts = contexts;
    }

    /**
     * Returns the address in {@code DOCKER_HOST} or the current context, or else the first default address of Docker,
     * Docker Desktop and rootless Docker at which a daemon responds.
     */
    public String address() {
        if (address == null) {
            address = environment
                    .variable("DOCKER_HOST")
                    .filter(value -> !value.isEmpty())
                    .or(contexts::address)
                    .orElseGet(() -> usualAddresses()
                            .filter(DockerClients::answersAt)
                            .findFirst()
                            .orElse(USUAL_ADDRESS));
        }
        return address;
    }

    private Stream<String> usualAddresses() {
        UserDirectories user = new UserDirectories(environment);
        return Stream.of(
                        Optional.of(USUAL_ADDRESS),
                        user.runtime().map(directory -> "unix://" + directory.resolve("docker.sock")),
                        user.home().map(home -> "unix://" + home.resolve(".docker/run/docker.sock")))
                .flatMap(Optional::stream);
    }

    /** Returns why services cannot run in this daemon. Checked once. */
    public Optional<Problem> obstacle() {
        if (obstacle == null) {
            obstacle = findObstacle();
        }
        return obstacle;
    }

    private Optional<Problem> findObstacle() {
        if (isElsewhere()) {
            return Optional.of(Problem.error("the Docker daemon at " + address()
                            + " is on another machine, where services cannot be reached")
                    .withHint("set DOCKER_HOST to the address of a daemon on this machine"));
        }
        return DockerClients.failureAt(address())
                .map(reason -> Problem.error("no Docker daemon answers at " + address() + ": " + reason)
                        .withHint("start Docker, or set DOCKER_HOST to the address of a daemon"));
    }

    private boolean isElsewhere() {
        if (!DockerClients.isAddress(address()) || address().startsWith("unix:")) {
            return false;
        }
        String host = URI.create(address()).getHost();
        return host == null || !LOOPBACK.contains(host);
    }

    /** Returns a connection that stays open until the program exits, since the clean-up after Ctrl-C uses it. */
    DockerClient clientAt(String daemon) {
        return clients.computeIfAbsent(daemon, key -> DockerClients.open(key, RESPONSE_LIMIT));
    }

    /** Returns a connection with a short time limit, for requests that a daemon answers immediately. */
    DockerClient clientForQuestionsAt(String daemon) {
        return questions.computeIfAbsent(daemon, key -> DockerClients.open(key, ANSWER_LIMIT));
    }
}
