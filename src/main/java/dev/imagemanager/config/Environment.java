package dev.imagemanager.config;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The environment variables that affect the fleet's configuration. */
public interface Environment {

    /** Returns the value of an environment variable. */
    Optional<String> variable(String name);

    /** Returns the names of all environment variables. */
    Set<String> names();

    /**
     * Returns the name of the variable that overrides a key of {@code .image-manager.yml} (MicroProfile Config, "Default
     * ConfigSources, Environment Variables Mapping Rules").
     *
     * @param property the key's path, such as {@code registries[0].password}
     */
    static String variableOf(String property) {
        return ("image-manager." + property).replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /**
     * Returns the value that overrides a key of {@code .image-manager.yml}.
     *
     * @param property the key's path, such as {@code cache.bucket} or {@code registries[0].password}
     */
    Optional<Override> override(String property);

    /** Returns a variable that overrides a key below this one, even if the file does not contain that key. */
    Optional<String> variableBelow(String property);

    /** @param variable the environment variable that holds the value */
    record Override(String variable, String value) {}
}
