package dev.imagemanager.infra.credentials;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.imagemanager.config.Environment;
import dev.imagemanager.config.UserDirectories;
import dev.imagemanager.file.RegularFile;
import dev.imagemanager.problem.FailureReason;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * The files and the variable that have the user's accounts for registries: {@code DOCKER_AUTH_CONFIG} and Docker's
 * {@code config.json}, from which Docker, buildctl and crane read them, and {@code auth.json}, in which Podman, Buildah
 * and Skopeo store them.
 */
@Singleton
public final class DockerConfig {

    /** The variable that sets the directory. */
    public static final String VARIABLE = "DOCKER_CONFIG";

    /** The variable with accounts that go before those of the file (docker/cli, {@code DockerEnvConfigKey}). */
    static final String ACCOUNTS_VARIABLE = "DOCKER_AUTH_CONFIG";

    private static final String FILE = "config.json";

    /** In bytes. */
    private static final int LARGEST = 4 << 20;

    private final Environment environment;
    private final Optional<Path> userFile;
    private final UserDirectories user;

    @Inject
    public DockerConfig(Environment environment) {
        this.environment = environment;
        this.user = new UserDirectories(environment);
        this.userFile = directory(environment.variable(VARIABLE), user).map(directory -> directory.resolve(FILE));
    }

    /**
     * Returns the directory of the file; empty if it is not named and the user has no home.
     *
     * @param environment all variables of the process
     */
    public static Optional<Path> directory(Map<String, String> environment) {
        return directory(Optional.ofNullable(environment.get(VARIABLE)), UserDirectories.of(environment));
    }

    private static Optional<Path> directory(Optional<String> named, UserDirectories user) {
        return named.filter(directory -> !directory.isEmpty()).map(Path::of).or(() -> user.home()
                .map(home -> home.resolve(".docker")));
    }

    /** Returns the user's file, which may not exist; empty like the directory. */
    public Optional<Path> file() {
        return userFile;
    }

    /** Returns the accounts of the variable, of which Docker only reads {@code auths}; empty if it is not set. */
    Optional<AccountSource> inVariable() throws IOException {
        Optional<String> value = environment.variable(ACCOUNTS_VARIABLE).filter(text -> !text.isBlank());
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                AccountSource.parseAccounts(ACCOUNTS_VARIABLE, value.get().getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns the accounts of Docker's file; empty if it does not exist. */
    Optional<AccountSource> inFile() throws IOException {
        return userFile.isPresent() ? read(userFile.get()) : Optional.empty();
    }

    /** Returns the accounts of the first {@code auth.json} that exists (containers-auth.json(5)). */
    Optional<AccountSource> ofContainers() throws IOException {
        Optional<Path> named = environment
                .variable("REGISTRY_AUTH_FILE")
                .filter(path -> !path.isEmpty())
                .map(Path::of);
        if (named.isPresent()) {
            return read(named.get());
        }
        String place = "containers/auth.json";
        List<Path> places = Stream.of(user.runtime(), user.configuration())
                .flatMap(Optional::stream)
                .map(directory -> directory.resolve(place))
                .toList();
        for (Path file : places) {
            Optional<AccountSource> source = read(file);
            if (source.isPresent()) {
                return source;
            }
        }
        return Optional.empty();
    }

    private static Optional<AccountSource> read(Path file) throws IOException {
        try {
            return Optional.of(AccountSource.parse(file.toString(), content(file)));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (UnreadableAccountsException malformed) {
            throw malformed;
        } catch (IOException unreadable) {
            throw new UnreadableAccountsException(file + " cannot be read: " + FailureReason.of(unreadable));
        }
    }

    /** Follows links, also to check what is there: nothing would end the reading of a named pipe or a device. */
    private static byte[] content(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            throw new IOException("it is not a regular file");
        }
        return RegularFile.read(file.toRealPath(), LARGEST);
    }

    /**
     * Returns the credential helpers in Docker's file, each with its hosts. Their programs are called
     * {@code docker-credential-<name>}.
     *
     * @throws IOException if the file cannot be read
     */
    public SortedMap<String, List<String>> helpers() throws IOException {
        return inFile().map(AccountSource::helpers)
                .orElseGet(() -> new AccountSource(FILE, JsonNodeFactory.instance.objectNode()).helpers());
    }
}
