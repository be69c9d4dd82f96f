package dev.imagemanager.pipeline.cache;

import java.util.List;

/** The contents of the layer cache, without other objects in the same bucket. */
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
