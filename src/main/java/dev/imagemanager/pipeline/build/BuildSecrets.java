package dev.imagemanager.pipeline.build;

import dev.imagemanager.config.Entitlement;
import dev.imagemanager.config.Environment;
import dev.imagemanager.config.Permission;
import dev.imagemanager.file.FleetReader;
import dev.imagemanager.model.Definition;
import dev.imagemanager.model.Target;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/**
 * Checks that the secrets of builds exist, since a builder treats an unset variable as an empty secret, and that the operator
 * of the machine allows what builds ask for.
 */
public final class BuildSecrets {

    private BuildSecrets() {}

    /** @throws dev.imagemanager.problem.InputException with all that is missing or not allowed */
    public static void require(Collection<Target> targets, Path fleetDirectory, Environment environment) {
        Problems problems = new Problems();
        FleetReader files = new FleetReader(fleetDirectory);
        for (Target target : targets) {
            SourceLocation definition =
                    SourceLocation.wholeFile(target.definition().file());
            requireAgents(target, definition, environment, problems);
            requireEntitlements(target, environment, problems);
            for (Definition.Secret secret : target.definition().build().secrets()) {
                if (secret instanceof Definition.EnvironmentSecret fromVariable
                        && environment.variable(fromVariable.variable()).isEmpty()) {
                    problems.add(Problem.error(
                                    definition,
                                    "the secret '" + secret.id() + "' needs the environment variable "
                                            + fromVariable.variable() + ", which is not set")
                            .withHint("set it for this command"));
                } else if (secret instanceof Definition.FileSecret fromFile) {
                    unusable(fromFile.file(), files)
                            .ifPresent(reason -> problems.add(Problem.error(
                                            definition,
                                            "the secret '" + secret.id() + "' needs the file " + fromFile.file()
                                                    + ", which cannot be used: " + reason)
                                    .withHint("put it into the fleet's directory, or pass it in an environment"
                                            + " variable, with env:")));
                }
            }
        }
        problems.throwIfAny();
    }

    private static void requireAgents(
            Target target, SourceLocation definition, Environment environment, Problems problems) {
        for (String agent : target.definition().build().ssh()) {
            if (agent.contains("=") && !Permission.given(environment).contains(Permission.SSH_KEYS)) {
                problems.add(Problem.error(
                                definition,
                                "'build.ssh' may only name the agent of the user, but '" + agent
                                        + "' is a key file or a socket")
                        .withHint("write 'default' and add the key to your agent; " + Permission.SSH_KEYS.remedy()));
            }
        }
    }

    private static void requireEntitlements(Target target, Environment environment, Problems problems) {
        target.definition().build().entitlements().forEach((entitlement, place) -> {
            if (!Entitlement.allowed(environment).contains(entitlement)) {
                problems.add(Problem.error(
                                place,
                                "'build.entitlements' asks for " + entitlement + ", which is not allowed: build steps"
                                        + " could get rights on the machine")
                        .withHint("remove it; " + entitlement.remedy()));
            }
        });
    }

    private static Optional<String> unusable(Path file, FleetReader files) {
        try {
            return Files.isReadable(files.realPath(file)) ? Optional.empty() : Optional.of("it may not be read");
        } catch (NoSuchFileException missing) {
            return Optional.of("it does not exist");
        } catch (IOException refused) {
            return Optional.of(FailureReason.of(refused));
        }
    }
}
