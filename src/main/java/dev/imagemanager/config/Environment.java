package dev.imagemanager.config;

import java.util.Optional;

/** The environment of the process, as far as it has a say in the fleet's configuration. */
public interface Environment {

    /** The value of an environment variable, by its exact name. */
    Optional<String> variable(String name);

    /**
     * The value that overrides a key of {@code .image-manager.yml}.
     *
     * @param property the key's path, such as {@code cache.bucket} or {@code registries[0].password}
     */
    Optional<Override> override(String property);

    /** A variable that overrides a key below this one, which may not be written anywhere. */
    Optional<String> variableBelow(String property);

    /** @param variable the environment variable that holds the value */
    record Override(String variable, String value) {}
}
