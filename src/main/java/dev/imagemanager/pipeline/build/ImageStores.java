package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.settings.FleetSettings;
import java.nio.file.Path;

/** Opens the image store of a fleet. */
public interface ImageStores {

    /**
     * Opens the build registry, or a local store in the fleet's output if there is none.
     *
     * @param directory the fleet's, absolute
     * @throws dev.imagemanager.problem.EnvironmentException if the registry does not respond
     * @throws InterruptedException if interrupted
     */
    ImageStore open(Path directory, FleetSettings settings) throws InterruptedException;
}
