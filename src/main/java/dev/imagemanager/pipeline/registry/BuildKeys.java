package dev.imagemanager.pipeline.registry;

import dev.imagemanager.pipeline.PipelineListener;
import java.nio.file.Path;

/** Finds the keys that the builds of a fleet have now. */
public interface BuildKeys {

    /**
     * @param directory the fleet's directory
     * @param listener receives notes
     */
    CurrentKeys now(Path directory, PipelineListener listener) throws InterruptedException;
}
