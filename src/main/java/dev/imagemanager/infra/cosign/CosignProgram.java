package dev.imagemanager.infra.cosign;

import dev.imagemanager.infra.process.Executables;
import dev.imagemanager.infra.process.PassedVariables;
import dev.imagemanager.infra.process.ProcessCommand;
import dev.imagemanager.infra.process.ProcessRunner;
import dev.imagemanager.problem.Excerpt;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Runs {@code cosign}. Secrets are passed in its environment, never as arguments. */
@Singleton
public final class CosignProgram {

    static final String NAME = "cosign";

    static final String PURPOSE = "sign images";

    /** Of the key, as cosign reads it. */
    static final String PASSWORD = "COSIGN_PASSWORD";

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final int MOST_OUTPUT = 1 << 20;

    /** How cosign begins the line that says why it failed. */
    private static final String ERROR = "Error: ";

    /** Where keys and identities are: the clients of key management systems, and the tokens of CI systems. */
    private static final PassedVariables VARIABLES = PassedVariables.USUAL
            .and(PassedVariables.CREDENTIAL_HELPERS)
            .and(Set.of(
                    "COSIGN_",
                    "SIGSTORE_",
                    "TUF_",
                    "VAULT_",
                    "TRANSIT_SECRET_ENGINE_PATH",
                    "KUBECONFIG",
                    "KUBERNETES_",
                    "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
                    "ACTIONS_ID_TOKEN_REQUEST_URL",
                    "BUILDKITE_",
                    "SPIFFE_ENDPOINT_SOCKET",
                    "GITHUB_ACTIONS",
                    "HTTP_PROXY",
                    "HTTPS_PROXY",
                    "NO_PROXY",
                    "http_proxy",
                    "https_proxy",
                    "no_proxy"));

    private final ProcessRunner processes;
    private final Executables executables;

    @Inject
    public CosignProgram(ProcessRunner processes, Executables executables) {
        this.processes = processes;
        this.executables = executables;
    }

    /**
     * What a command printed.
     *
     * @param output the lines of standard output
     * @param errors the lines of standard error
     */
    record Answer(int exitCode, List<String> output, List<String> errors) {

        Answer {
            output = List.copyOf(output);
            errors = List.copyOf(errors);
        }

        boolean isSuccess() {
            return exitCode == 0;
        }

        boolean mentions(String text) {
            return errors.stream().anyMatch(line -> line.contains(text));
        }

        /** Returns why it failed, a clause. */
        String reason() {
            return errors.stream()
                    .filter(line -> line.startsWith(ERROR))
                    .map(line -> "it says " + Excerpt.of(line.substring(ERROR.length())))
                    .findFirst()
                    .orElse("it ended with exit code " + exitCode);
        }
    }

    Optional<Path> find() {
        return executables.find(NAME);
    }

    /** @throws dev.imagemanager.problem.EnvironmentException if it is not on this machine */
    Path require() {
        return executables.require(NAME, PURPOSE);
    }

    /**
     * @param variables to set
     * @throws dev.imagemanager.problem.EnvironmentException if there is no cosign, or it does not end
     */
    Answer ask(Map<String, String> variables, List<String> arguments) throws InterruptedException {
        List<String> output = Collections.synchronizedList(new ArrayList<>());
        List<String> errors = Collections.synchronizedList(new ArrayList<>());
        List<String> command = Stream.concat(Stream.of(require().toString()), arguments.stream())
                .toList();
        int exitCode = processes.run(
                ProcessCommand.of(LIMIT, command)
                        .passing(VARIABLES)
                        .with(variables)
                        .printingAtMost(MOST_OUTPUT),
                output::add,
                errors::add);
        return new Answer(exitCode, output, errors);
    }
}
