package dev.imagemanager.pipeline.cache;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.cache.LayerCache.Access;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Platform;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The layer cache for the builds of one command. If it fails, reports the first failure and continues without the
 * cache. Safe for use by several threads.
 */
public final class BuildCache {

    /**
     * The number of an image's other manifests to import. Each costs a request, and they have many layers in common.
     */
    private static final int SIBLINGS = 3;

    private final LayerCache layerCache;
    private final Optional<ObjectStore> store;
    private final Access access;
    private final PipelineListener listener;
    private final Map<String, List<CachedManifest>> manifests = new ConcurrentHashMap<>();
    private boolean usable;
    private boolean noted;

    private BuildCache(LayerCache layerCache, Optional<ObjectStore> store, Access access, PipelineListener listener) {
        this.layerCache = layerCache;
        this.store = store;
        this.access = access;
        this.listener = listener;
        this.usable = store.isPresent();
    }

    /**
     * Opens the cache. Sends a note to the listener if it cannot be used.
     *
     * @param provided the cache; empty for builds without one
     */
    public static BuildCache open(LayerCache layerCache, Optional<ObjectStore> provided, PipelineListener listener)
            throws InterruptedException {
        if (provided.isEmpty()) {
            return new BuildCache(layerCache, provided, Access.READ_ONLY, listener);
        }
        ObjectStore store = provided.get();
        try {
            Access access = layerCache.access(store);
            if (access == Access.READ_ONLY) {
                listener.on(new PipelineEvent.Noted(Problem.note("the keys for the layer cache at " + store
                                + " do not allow writing: builds read layers from it, but do not store any")
                        .withHint("this is fine for builds of unreviewed changes; otherwise allow"
                                + " the key to put and delete objects")));
            }
            return new BuildCache(layerCache, provided, access, listener);
        } catch (EnvironmentException unusable) {
            BuildCache cache = new BuildCache(layerCache, provided, Access.READ_ONLY, listener);
            cache.fail(unusable);
            return cache;
        }
    }

    /**
     * @param takesLayers whether steps may be taken from a cache
     * @return empty for a build without the cache
     */
    public Optional<CacheUse> of(TargetName target, Platform platform, boolean takesLayers)
            throws InterruptedException {
        if (!isUsable()) {
            return Optional.empty();
        }
        String own = CachedManifest.nameOf(target.tag(), platform.fileName());
        try {
            List<String> imports = takesLayers ? imports(target, own, platform) : List.of();
            return Optional.of(new CacheUse(
                    store.orElseThrow(),
                    target.image(),
                    imports,
                    access == Access.READ_AND_WRITE ? Optional.of(own) : Optional.empty()));
        } catch (EnvironmentException unusable) {
            fail(unusable);
            return Optional.empty();
        }
    }

    /** Returns the target's own manifest, then the newest others, which help new tags. */
    private List<String> imports(TargetName target, String own, Platform platform) throws InterruptedException {
        List<CachedManifest> known = manifests.get(target.image());
        if (known == null) {
            known = layerCache.manifests(store.orElseThrow(), target.image());
            manifests.putIfAbsent(target.image(), known);
        }
        List<String> ofPlatform = known.stream()
                .filter(manifest -> manifest.platform().equals(platform.fileName()))
                .sorted(Comparator.comparing(CachedManifest::written)
                        .reversed()
                        .thenComparing(CachedManifest::name, Comparator.reverseOrder()))
                .map(CachedManifest::name)
                .toList();
        return Stream.concat(
                        ofPlatform.stream().filter(own::equals),
                        ofPlatform.stream().filter(name -> !name.equals(own)).limit(SIBLINGS))
                .toList();
    }

    private synchronized boolean isUsable() {
        return usable;
    }

    /** Reports that a build could not use the cache. */
    public void failed(String reason, String hint) {
        fail(new EnvironmentException(Problem.error(reason).withHint(hint)));
    }

    /** Reports that a build was repeated without the cache because of missing layers. Other builds still use it. */
    public void wasIncomplete(String reason, String hint) {
        note(Problem.note("a build needed layers that are missing in the layer cache, and was repeated without it: "
                        + reason)
                .withHint(hint));
    }

    private synchronized void fail(EnvironmentException reason) {
        usable = false;
        reason.problems().stream().limit(1).forEach(problem -> {
            Problem note = Problem.note("builds continue without the layer cache: " + problem.message());
            note(problem.hint().map(note::withHint).orElse(note));
        });
    }

    private synchronized void note(Problem problem) {
        if (!noted) {
            noted = true;
            listener.on(new PipelineEvent.Noted(problem));
        }
    }
}
