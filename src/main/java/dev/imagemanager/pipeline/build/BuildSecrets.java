package dev.imagemanager.pipeline.build;

import dev.imagemanager.config.Environment;
import dev.imagemanager.model.Definition;
import dev.imagemanager.model.Target;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Checks that the secrets of builds exist, since a builder treats an unset variable as an empty secret. */
public final class BuildSecrets {

    private BuildSecrets() {}

    /** @throws dev.imagemanager.problem.InputException with all missing secrets of the targets */
    public static void require(Collection<Target> targets, Path fleetDirectory, Environment environment) {
        Problems problems = new Problems();
        for (Target target : targets) {
            SourceLocation definition =
                    SourceLocation.wholeFile(target.definition().file());
            for (Definition.Secret secret : target.definition().build().secrets()) {
                if (secret instanceof Definition.EnvironmentSecret fromVariable
                        && environment.variable(fromVariable.variable()).isEmpty()) {
                    problems.add(Problem.error(
                                    definition,
                                    "the secret '" + secret.id() + "' needs the environment variable "
                                            + fromVariable.variable() + ", which is not set")
                            .withHint("set it for this command"));
                } else if (secret instanceof Definition.FileSecret fromFile
                        && !Files.isReadable(fleetDirectory.resolve(fromFile.file()))) {
                    problems.add(Problem.error(
                                    definition,
                                    "the secret '" + secret.id() + "' needs the file " + fromFile.file()
                                            + ", which cannot be read")
                            .withHint("the path is relative to the fleet's directory"));
                }
            }
        }
        problems.throwIfAny();
    }
}
