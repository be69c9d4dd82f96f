package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import java.nio.file.Path;
import java.util.Optional;

/** The object store of the layer cache service that image-manager runs for a fleet. */
public interface OwnLayerStore {

    /**
     * Returns the endpoint, bucket and keys of the store; empty if the service was never started.
     *
     * @param directory the fleet's directory, absolute
     */
    Optional<ObjectStore> find(Path directory);
}
