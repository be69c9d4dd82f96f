package dev.imagemanager.pipeline.cache;

import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.reference.Digest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The layer cache in an object store. All of its methods throw {@link dev.imagemanager.problem.EnvironmentException} if the
 * store does not answer or refuses, and {@link InterruptedException} if the work was to end.
 */
public interface LayerCache {

    /** What may be done with it. */
    enum Access {
        READ_AND_WRITE,
        READ_ONLY
    }

    /** Finds out by trying; leaves nothing behind. */
    Access access(ObjectStore store) throws InterruptedException;

    List<CachedManifest> manifests(ObjectStore store, String image) throws InterruptedException;

    CacheContents contents(ObjectStore store) throws InterruptedException;

    /** @return digests of the layers that it lists; empty if that cannot be told, or it is gone */
    Optional<Set<Digest>> layersOf(ObjectStore store, CachedManifest manifest) throws InterruptedException;

    void removeManifests(ObjectStore store, List<CachedManifest> manifests) throws InterruptedException;

    void removeLayers(ObjectStore store, List<CachedLayer> layers) throws InterruptedException;
}
