package dev.imagemanager.pipeline.cache;

import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import java.util.List;
import java.util.Optional;

/**
 * The imports from and the export to the layer cache of one build. All targets of an image share layers.
 *
 * @param image the image whose layers are used
 * @param imports names of the manifests to import, in order of preference
 * @param export name of the manifest to write; empty to not write to the cache
 */
public record CacheUse(ObjectStore store, String image, List<String> imports, Optional<String> export) {
    public CacheUse {
        imports = List.copyOf(imports);
    }

    public CacheUse withoutImports() {
        return new CacheUse(store, image, List.of(), export);
    }
}
