package dev.imagemanager.pipeline.cache;

import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.reference.Digest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The layer cache in an object store. All of its methods throw {@link dev.imagemanager.problem.EnvironmentException} if
 * the store does not respond or denies access, and {@link InterruptedException} if interrupted.
 */
public interface LayerCache {

    /** The permitted access. */
    enum Access {
        READ_AND_WRITE,
        READ_ONLY
    }

    /** Determines the permitted access by trying it. Removes its test objects. */
    Access access(ObjectStore store) throws InterruptedException;

    List<CachedManifest> manifests(ObjectStore store, String image) throws InterruptedException;

    CacheContents contents(ObjectStore store) throws InterruptedException;

    /** @return digests of the listed layers; empty if the manifest is unreadable or no longer exists */
    Optional<Set<Digest>> layersOf(ObjectStore store, CachedManifest manifest) throws InterruptedException;

    void removeManifests(ObjectStore store, List<CachedManifest> manifests) throws InterruptedException;

    void removeLayers(ObjectStore store, List<CachedLayer> layers) throws InterruptedException;
}
