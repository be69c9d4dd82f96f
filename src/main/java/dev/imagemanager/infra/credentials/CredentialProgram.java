package dev.imagemanager.infra.credentials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.infra.process.ProcessCommand;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Excerpt;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Asks the programs that keep passwords for Docker (github.com/docker/docker-credential-helpers): {@code get} with the
 * server on standard input, the account as JSON on standard output.
 */
@Singleton
public final class CredentialProgram {

    /** Some ask the user to unlock a key ring first. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /** How helpers say that they have no account, with an exit code that says failure. */
    private static final List<String> NOT_FOUND =
            List.of("credentials not found in native keychain", "no credentials server URL", "no credentials username");

    /** The user name with which a helper says that the secret is an identity token. */
    private static final String TOKEN = "<token>";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProcessRunner processes;
    private final Executables executables;

    @Inject
    public CredentialProgram(ProcessRunner processes, Executables executables) {
        this.processes = processes;
        this.executables = executables;
    }

    /** The program behind the name of a helper. */
    public static String named(String helper) {
        return "docker-credential-" + helper;
    }

    /**
     * @param name of the helper in Docker's configuration
     * @param server as Docker names it
     * @throws IOException if the helper is missing, fails, or answers something else
     */
    Optional<RegistryAccount> get(String name, String server) throws IOException, InterruptedException {
        String program = named(name);
        Path file = Optional.of(program)
                .filter(found -> NAME.matcher(name).matches())
                .flatMap(executables::find)
                .orElseThrow(() -> new IOException(program + " is not on the PATH"));
        List<String> output = Collections.synchronizedList(new ArrayList<>());
        List<String> errors = Collections.synchronizedList(new ArrayList<>());
        int exitCode = run(file, server, output, errors);
        String text = String.join("\n", output).strip();
        if (exitCode == 0) {
            return account(program, text);
        }
        if (NOT_FOUND.stream().anyMatch(text::contains)) {
            return Optional.empty();
        }
        String reason = Stream.concat(errors.stream(), output.stream())
                .filter(line -> !line.isBlank())
                .findFirst()
                .map(Excerpt::of)
                .orElse("exit code " + exitCode);
        throw new IOException(program + " failed: " + reason);
    }

    private int run(Path file, String server, List<String> output, List<String> errors)
            throws IOException, InterruptedException {
        ProcessCommand command =
                ProcessCommand.of(LIMIT, List.of(file.toString(), "get")).withInput(server + "\n");
        try {
            return processes.run(command, output::add, errors::add);
        } catch (EnvironmentException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    /** What is not understood is not shown, since it may hold the secret. */
    private static Optional<RegistryAccount> account(String program, String answer) throws IOException {
        JsonNode account;
        try {
            account = JSON.readTree(answer);
        } catch (JsonProcessingException malformed) {
            throw new IOException(program + " answered something that is not JSON");
        }
        String username = account.path("Username").asText();
        String secret = account.path("Secret").asText();
        if (secret.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                username.equals(TOKEN)
                        ? new RegistryAccount.IdentityToken(secret)
                        : new RegistryAccount.Password(username, secret));
    }
}
