package dev.imagemanager.pipeline.cache;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.pipeline.JsonDocument;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Statistics of the layer cache. */
public record CacheStatistics(ObjectStore store, SortedMap<String, Usage> images) {

    public CacheStatistics {
        images = Collections.unmodifiableSortedMap(new TreeMap<>(images));
    }

    /**
     * The usage of one image.
     *
     * @param manifests number of manifests, one for each target and platform
     * @param lastWritten the time of the last write
     */
    public record Usage(int manifests, int layers, long bytes, Instant lastWritten) {

        private Usage plus(Usage other) {
            return new Usage(
                    manifests + other.manifests,
                    layers + other.layers,
                    bytes + other.bytes,
                    lastWritten.isAfter(other.lastWritten) ? lastWritten : other.lastWritten);
        }
    }

    public static CacheStatistics of(CacheMaintenance.Stock stock) {
        SortedMap<String, Usage> images = new TreeMap<>();
        stock.contents()
                .manifests()
                .forEach(manifest -> images.merge(
                        manifest.image(), new Usage(1, 0, manifest.bytes(), manifest.written()), Usage::plus));
        stock.contents()
                .layers()
                .forEach(layer ->
                        images.merge(layer.image(), new Usage(0, 1, layer.bytes(), layer.written()), Usage::plus));
        return new CacheStatistics(stock.store(), images);
    }

    public int objects() {
        return images.values().stream()
                .mapToInt(usage -> usage.manifests() + usage.layers())
                .sum();
    }

    public long bytes() {
        return images.values().stream().mapToLong(Usage::bytes).sum();
    }

    public ObjectNode toJson() {
        ObjectNode document = JsonDocument.create();
        document.put("endpoint", store.endpoint());
        document.put("bucket", store.bucket());
        document.put("objects", objects());
        document.put("bytes", bytes());
        ArrayNode list = document.putArray("images");
        images.forEach((image, usage) -> list.addObject()
                .put("image", image)
                .put("manifests", usage.manifests())
                .put("layers", usage.layers())
                .put("bytes", usage.bytes())
                .put("lastWritten", usage.lastWritten().toString()));
        return document;
    }
}
