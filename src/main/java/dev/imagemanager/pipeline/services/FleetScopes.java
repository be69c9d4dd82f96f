package dev.imagemanager.pipeline.services;

import dev.imagemanager.config.ConfigLoader;
import dev.imagemanager.config.FleetConfig;
import dev.imagemanager.file.ExistingDirectory;
import dev.imagemanager.model.settings.SettingsResolver;
import dev.imagemanager.problem.Problems;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/** Reads the settings that services need from a fleet's directory. Does not read image definitions. */
@Singleton
public final class FleetScopes {

    private final ConfigLoader loader;

    @Inject
    public FleetScopes(ConfigLoader loader) {
        this.loader = loader;
    }

    /** @throws dev.imagemanager.problem.InputException if the directory does not exist or the settings are invalid */
    ServiceScope of(Path fleetDirectory) {
        Path directory = ExistingDirectory.require(fleetDirectory);
        Problems problems = new Problems();
        FleetConfig config = loader.loadSettingsOf(directory, problems);
        problems.throwIfAny();
        return new ServiceScope(directory, SettingsResolver.resolve(config, directory));
    }
}
