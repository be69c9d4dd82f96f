package dev.imagemanager.config;

import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.SourceLocation;
import java.util.Comparator;

/**
 * A place in the files of a fleet that takes the value of an environment variable.
 *
 * @param key such as {@code registries[0].password}
 * @param isCredential whether the key holds a credential, or is a secret of a build
 */
public record EnvironmentUse(String variable, String key, SourceLocation location, boolean isCredential)
        implements Comparable<EnvironmentUse> {

    private static final Comparator<EnvironmentUse> ORDER = Comparator.comparing(EnvironmentUse::variable)
            .thenComparing(EnvironmentUse::location)
            .thenComparing(EnvironmentUse::key);

    /** Returns a note that tells a reader of the fleet about it. The value is not shown. */
    public Problem note() {
        return Problem.note(location, "'" + key + "' takes the environment variable " + variable);
    }

    @Override
    public int compareTo(EnvironmentUse other) {
        return ORDER.compare(this, other);
    }
}
