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

    private RegistryFailures() {}

    /** @param what was tried: {@code cannot copy …} */
    static EnvironmentException of(String what, Registry registry, IOException failure) {
        Problem problem = Problem.error(what + ": " + RegistryClient.reason(failure));
        Optional<String> hint = failure instanceof RegistryException answer
                ? answer.loginHint(registry.host())
                : RegistryClient.certificateHint(failure);
        return new EnvironmentException(
                problem.withHint(
                        hint.orElse("publish again when the registry can be used: no tag has moved, and what is"
                                + " there is not sent again")),
                failure);
    }
}
