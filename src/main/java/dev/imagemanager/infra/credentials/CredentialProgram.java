package dev.imagemanager.infra.credentials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.infra.process.PassedVariables;
import dev.imagemanager.infra.process.ProcessCommand;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.pipeline.build.ProxyArguments;
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
 * Gets credentials from Docker's credential helpers (github.com/docker/docker-credential-helpers): runs {@code get}
 * with the server on standard input, and reads the account as JSON from standard output.
 */
@Singleton
public final class CredentialProgram {

    /** Long enough for helpers that ask the user to unlock a key ring. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Far more than an account or an error needs, in bytes. */
    private static final int MOST_OUTPUT = 1 << 20;

    /** The same that buildctl passes to the helpers that it starts. */
    private static final PassedVariables VARIABLES =
            PassedVariables.USUAL.and(ProxyArguments.NAMES).and(PassedVariables.CREDENTIAL_HELPERS);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /** Messages of helpers that have no account; they exit with an error code in that case. */
    private static final List<String> NOT_FOUND =
            List.of("credentials not found in native keychain", "no credentials server URL", "no credentials username");

    /** The user name that helpers return if the secret is an identity token. */
    private static final String TOKEN = "<token>";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProcessRunner processes;
    private final Executables executables;

    @Inject
    public CredentialProgram(ProcessRunner processes, Executables executables) {
        this.processes = processes;
        this.executables = executables;
    }

    /** Returns the program name of a helper. */
    public static String named(String helper) {
        return "docker-credential-" + helper;
    }

    /**
     * Gets the account for a server.
     *
     * @param name of the helper in Docker's configuration
     * @param server as written by Docker
     * @throws IOException if the helper is missing, fails, prints more than 1 MiB, or prints an invalid response
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
        ProcessCommand command = ProcessCommand.of(LIMIT, List.of(file.toString(), "get"))
                .passing(VARIABLES)
                .withInput(server)
                .printingAtMost(MOST_OUTPUT);
        try {
            return processes.run(command, output::add, errors::add);
        } catch (EnvironmentException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    /** Parses the output. Errors do not contain it, since it may contain the secret. */
    private static Optional<RegistryAccount> account(String program, String answer) throws IOException {
        JsonNode account;
        try {
            account = JSON.readTree(answer);
        } catch (JsonProcessingException malformed) {
            throw new IOException(program + " printed something that is not valid JSON");
        }
        String username = text(account, "Username", program);
        String secret = text(account, "Secret", program);
        if (secret.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                username.equals(TOKEN)
                        ? new RegistryAccount.IdentityToken(secret)
                        : new RegistryAccount.Password(username, secret));
    }

    /** As in Go, {@code null} is the same as nothing. */
    private static String text(JsonNode account, String field, String program) throws IOException {
        JsonNode value = account.path(field);
        if (value.isTextual()) {
            return value.asText();
        }
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        throw new IOException(program + " printed an account whose '" + field + "' is not text");
    }
}
