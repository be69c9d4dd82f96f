package dev.imagemanager.pipeline.services;

import dev.imagemanager.config.ConfigLoader;
import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.file.ExistingDirectory;
import dev.imagemanager.model.settings.SettingsResolver;
import dev.imagemanager.problem.Problems;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/** Reads what services have to know of the fleet in a directory. Its definitions may be wrong, or not there. */
@Singleton
public final class FleetScopes {

    private final ConfigLoader loader;

    @Inject
    public FleetScopes(ConfigLoader loader) {
        this.loader = loader;
    }

    /** @throws dev.imagemanager.problem.InputException if there is no such directory, or the settings are wrong */
    ServiceScope of(Path fleetDirectory) {
        Path directory = ExistingDirectory.require(fleetDirectory);
        Problems problems = new Problems();
        FleetConfig config = loader.loadSettingsOf(directory, problems);
        problems.throwIfAny();
        return new ServiceScope(directory, SettingsResolver.resolve(config, directory));
    }
}
