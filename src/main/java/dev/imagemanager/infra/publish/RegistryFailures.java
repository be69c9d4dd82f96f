package dev.imagemanager.infra.publish;

import dev.imagemanager.infra.registry.RegistryClient;
import dev.imagemanager.infra.registry.RegistryException;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.util.Optional;

/** What is said if a registry does not do what it is asked for. */
final class RegistryFailures {

    private static final int METHOD_NOT_ALLOWED = 405;

    private static final String READ_ONLY = "the registry takes no images: it is read-only, or a mirror of another one";

    private RegistryFailures() {}

    /** @param what was tried: {@code cannot copy …} */
    static EnvironmentException of(String what, Registry registry, IOException failure) {
        Problem problem = Problem.error(what + ": " + RegistryClient.reason(failure));
        Optional<String> hint = failure instanceof RegistryException answer
                ? answer.loginHint(registry.host())
                        .or(() -> answer.status() == METHOD_NOT_ALLOWED ? Optional.of(READ_ONLY) : Optional.empty())
                : RegistryClient.certificateHint(failure);
        return new EnvironmentException(
                problem.withHint(
                        hint.orElse("publish again when the registry can be used: what is there is not sent again")),
                failure);
    }
}
