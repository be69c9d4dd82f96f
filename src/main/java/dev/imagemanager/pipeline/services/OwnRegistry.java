package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.Registry.Credentials;
import java.nio.file.Path;
import java.util.Optional;

/** The build registry that image-manager runs for a fleet. */
public interface OwnRegistry {

    /**
     * Returns the account that the registry demands; empty if the registry was never started.
     *
     * @param directory the fleet's directory, absolute
     */
    Optional<Credentials> account(Path directory);
}
