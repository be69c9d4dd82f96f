package dev.imagemanager.pipeline.doctor;

import dev.imagemanager.model.settings.CacheSettings;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.cache.LayerCache;
import dev.imagemanager.pipeline.cache.LayerCache.Access;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Checks whether builds can use the layer cache, which is optional. */
@Singleton
final class LayerCacheCheck implements HealthCheck {

    private final LayerCache layerCache;

    @Inject
    LayerCacheCheck(LayerCache layerCache) {
        this.layerCache = layerCache;
    }

    @Override
    public Area area() {
        return Area.SERVICES;
    }

    @Override
    public String name() {
        return "layer cache";
    }

    @Override
    public List<Finding> examine(Subject subject) throws InterruptedException {
        CacheSettings cache = subject.settings().cache();
        if (cache instanceof CacheSettings.SwitchedOff) {
            return List.of(Finding.ok(name(), "switched off"));
        }
        if (cache instanceof CacheSettings.OwnService
                && subject.services().startable().contains(ServiceName.GARAGE)) {
            return List.of(Finding.ok(name(), "not running; started when needed"));
        }
        Optional<ObjectStore> store = subject.services().provided().cache();
        return List.of(
                store.isPresent()
                        ? examine(store.get())
                        : Finding.warning(
                                name(),
                                "not available: garage cannot be started on this machine",
                                "install garage, or set 'cache' in .image-manager.yml to an S3 service, or to false"));
    }

    private Finding examine(ObjectStore store) throws InterruptedException {
        try {
            return layerCache.access(store) == Access.READ_AND_WRITE
                    ? Finding.ok(name(), store + " is readable and writable")
                    : Finding.warning(
                            name(),
                            store + " is readable, but not writable",
                            "to let builds store layers, allow the key to put and delete objects");
        } catch (EnvironmentException unusable) {
            Problem problem = unusable.problems().get(0);
            return Finding.warning(name(), problem.message(), problem.hint().orElse("see the log of the service"));
        }
    }
}
