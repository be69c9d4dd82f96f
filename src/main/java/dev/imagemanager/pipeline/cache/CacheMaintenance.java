package dev.imagemanager.pipeline.cache;

import dev.imagemanager.model.settings.CacheSettings;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.output.OutputLock;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.services.FleetServices;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Looks into a fleet's layer cache, and makes it smaller. */
@ApplicationScoped
public final class CacheMaintenance {

    private final FleetServices services;
    private final LayerCache layerCache;

    @Inject
    public CacheMaintenance(FleetServices services, LayerCache layerCache) {
        this.services = services;
        this.layerCache = layerCache;
    }

    /**
     * @param store where it is
     */
    public record Stock(ObjectStore store, CacheContents contents) {}

    /**
     * What was removed, or would be.
     *
     * @param before what there was
     */
    public record Pruned(Stock before, PrunePlan plan) {}

    /**
     * @param listener is told if a service had to be started
     * @throws InputException if the cache is switched off
     * @throws EnvironmentException if the cache cannot be read
     */
    public Stock stock(Path directory, PipelineListener listener) throws InterruptedException {
        ObjectStore store = store(directory, listener);
        return new Stock(store, layerCache.contents(store));
    }

    /** Finds what there is to remove, and changes nothing; see {@link #stock}. */
    public Pruned plan(Path directory, PrunePolicy policy, PipelineListener listener) throws InterruptedException {
        Stock stock = stock(directory, listener);
        return new Pruned(stock, plan(stock, policy));
    }

    /**
     * Removes manifests first, then layers, while no other command builds this fleet; see {@link #stock}.
     *
     * @param onWait is called before waiting for another command
     */
    public Pruned prune(Path directory, PrunePolicy policy, PipelineListener listener, Runnable onWait)
            throws InterruptedException {
        ObjectStore store = store(directory, listener);
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

    private ObjectStore store(Path directory, PipelineListener listener) throws InterruptedException {
        CacheSettings cache = services.supplyCache(directory, listener);
        if (cache instanceof ObjectStore store) {
            return store;
        }
        if (cache instanceof CacheSettings.SwitchedOff) {
            throw new InputException(Problem.error("the layer cache is switched off")
                    .withHint("take 'cache: false' out of .image-manager.yml"));
        }
        throw new EnvironmentException(Problem.error("the fleet's own layer cache has no keys")
                .withHint("'image-manager services down garage' lets the next command set it up anew"));
    }
}
