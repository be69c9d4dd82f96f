package dev.imagemanager.pipeline.cache;

import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.output.OutputLock;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.services.ServiceProvider;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Reads and prunes a fleet's layer cache. */
@ApplicationScoped
public final class CacheMaintenance {

    private final ServiceProvider services;
    private final LayerCache layerCache;

    @Inject
    public CacheMaintenance(ServiceProvider services, LayerCache layerCache) {
        this.services = services;
        this.layerCache = layerCache;
    }

    /** The contents of the layer cache in an object store. */
    public record Stock(ObjectStore store, CacheContents contents) {}

    /**
     * The result of pruning, or a plan for it.
     *
     * @param before the contents before pruning
     */
    public record Pruned(Stock before, PrunePlan plan) {}

    /**
     * @param listener receives an event if a service was started
     * @throws dev.imagemanager.problem.InputException if the cache is switched off
     * @throws dev.imagemanager.problem.EnvironmentException if the cache cannot be read
     */
    public Stock stock(Path directory, PipelineListener listener) throws InterruptedException {
        ObjectStore store = services.provideCache(directory, listener);
        return new Stock(store, layerCache.contents(store));
    }

    /** Plans what to remove, without removing it; see {@link #stock}. */
    public Pruned plan(Path directory, PrunePolicy policy, PipelineListener listener) throws InterruptedException {
        Stock stock = stock(directory, listener);
        return new Pruned(stock, plan(stock, policy));
    }

    /**
     * Removes manifests, then layers, while holding the fleet's lock; see {@link #stock}.
     *
     * @param onWait receives a note before waiting for another command
     */
    public Pruned prune(Path directory, PrunePolicy policy, PipelineListener listener, Consumer<Problem> onWait)
            throws InterruptedException {
        ObjectStore store = services.provideCache(directory, listener);
        return OutputLock.whileHeld(directory.toAbsolutePath().normalize(), onWait, () -> {
            Stock stock = new Stock(store, layerCache.contents(store));
            PrunePlan plan = plan(stock, policy);
            layerCache.removeManifests(store, plan.manifests());
            layerCache.removeLayers(store, plan.layers());
            return new Pruned(stock, plan);
        });
    }

    private PrunePlan plan(Stock stock, PrunePolicy policy) throws InterruptedException {
        Map<CachedManifest, Set<Digest>> lists = new HashMap<>();
        for (CachedManifest manifest : stock.contents().manifests()) {
            layerCache.layersOf(stock.store(), manifest).ifPresent(layers -> lists.put(manifest, layers));
        }
        return PrunePlan.of(stock.contents(), lists, policy, Instant.now());
    }
}
