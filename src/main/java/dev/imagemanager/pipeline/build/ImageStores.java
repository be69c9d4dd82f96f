package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.settings.Registry;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the image store of a fleet. */
public interface ImageStores {

    /**
     * Opens the build registry, or a local store in the fleet's output if there is none.
     *
     * @param directory the fleet's directory, absolute
     * @param registry the build registry; empty if there is none
     * @throws dev.imagemanager.problem.EnvironmentException if the registry does not respond
     * @throws InterruptedException if the calling thread is interrupted
     */
    ImageStore open(Path directory, Optional<Registry> registry) throws InterruptedException;
}
