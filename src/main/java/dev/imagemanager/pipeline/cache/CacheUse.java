package dev.imagemanager.pipeline.cache;

import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import java.util.List;
import java.util.Optional;

/**
 * What one build takes from the layer cache, and leaves in it. Layers are shared by all targets of an image.
 *
 * @param image whose part of the cache it is
 * @param imports names of the manifests to look for layers in, the best first
 * @param export name of the manifest that lists the layers of this build; empty to leave nothing
 */
public record CacheUse(ObjectStore store, String image, List<String> imports, Optional<String> export) {
    public CacheUse {
        imports = List.copyOf(imports);
    }

    public CacheUse withoutImports() {
        return new CacheUse(store, image, List.of(), export);
    }
}
