package dev.imagemanager.pipeline.cache;

import java.util.List;

/**
 * All that the layer cache holds; whatever else lies in the same place is left out.
 */
public record CacheContents(List<CachedManifest> manifests, List<CachedLayer> layers) {

    public CacheContents {
        manifests = List.copyOf(manifests);
        layers = List.copyOf(layers);
    }

    public long bytes() {
        return manifests.stream().mapToLong(CachedManifest::bytes).sum()
                + layers.stream().mapToLong(CachedLayer::bytes).sum();
    }
}
