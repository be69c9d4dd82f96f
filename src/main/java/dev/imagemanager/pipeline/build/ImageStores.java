package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.settings.FleetSettings;
import java.nio.file.Path;

/** Opens the store that a fleet's builds go to. */
public interface ImageStores {

    /**
     * Opens the build registry or, where there is none, a place in the fleet's output.
     *
     * @param directory the fleet's, absolute
     * @throws dev.imagemanager.problem.EnvironmentException if the registry does not answer
     * @throws InterruptedException if the work was to end
     */
    ImageStore open(Path directory, FleetSettings settings) throws InterruptedException;
}
