package dev.imagemanager.config;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import dev.imagemanager.problem.SourceLocation;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the key {@code environment}: the variables whose values may become part of images and generated files. A credential
 * may not, unless the operator of the machine allows the variable by its name.
 */
final class ListedVariables {

    private ListedVariables() {}

    /** @param uses of all variables in the fleet's files */
    static void check(FleetConfig settings, Collection<EnvironmentUse> uses, Set<String> allowed, Problems problems) {
        List<String> names = settings.environment();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            String path = "environment[" + i + "]";
            if (settings.locations().isFaulty(path) || names.indexOf(name) < i) {
                continue;
            }
            SourceLocation location = settings.locations().of(path);
            Optional<String> reason = allowed.contains(name) ? Optional.empty() : reasonAgainst(name, uses);
            if (reason.isPresent()) {
                problems.add(Problem.error(
                                location,
                                "'" + path + "' lists " + name + ", " + reason.get()
                                        + ": values of listed variables become part of images and generated files")
                        .withHint("pass credentials to builds with 'build.secrets' in image.yml; "
                                + Permission.remedyForVariable(name)));
            } else if (uses.stream().noneMatch(use -> use.variable().equals(name))) {
                problems.add(Problem.note(location, "'" + path + "' lists " + name + ", which is not used"));
            }
        }
    }

    private static Optional<String> reasonAgainst(String name, Collection<EnvironmentUse> uses) {
        return VariableName.isCalledLikeCredential(name)
                ? Optional.of("which is called like a credential")
                : uses.stream()
                        .filter(use -> use.variable().equals(name) && use.isCredential())
                        .findFirst()
                        .map(use ->
                                "which is also used as a credential in '" + use.key() + "' (" + use.location() + ")");
    }
}
