package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import java.nio.file.Path;
import java.util.Optional;

/** The store for layers that a fleet's own service offers. */
public interface OwnLayerStore {

    /**
     * What gives access to it, once the service was started.
     *
     * @param directory the fleet's directory, absolute
     */
    Optional<ObjectStore> find(Path directory);
}
