package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.build.ImageBuilder.Builder;
import dev.imagemanager.pipeline.build.ImageBuilder.Identity;
import dev.imagemanager.pipeline.cache.BuildCache;
import dev.imagemanager.pipeline.cache.LayerCache;
import dev.imagemanager.pipeline.services.Provided;
import dev.imagemanager.pipeline.step.ServiceSource;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Starts and connects the builder when it is needed for the first time. Safe for use by several threads. */
final class LazyBuilder {

    static final Set<ServiceName> SERVICES = EnumSet.of(ServiceName.GARAGE, ServiceName.BUILDKITD);

    private final ImageBuilder imageBuilder;
    private final LayerCache layerCache;
    private final ServiceSource services;
    private final Path fleetDirectory;
    private final KnownBuilder known;
    private final PipelineListener listener;
    private Identity identity;
    private Builder builder;
    private BuildCache cache;

    private LazyBuilder(
            ImageBuilder imageBuilder,
            LayerCache layerCache,
            ServiceSource services,
            Path fleetDirectory,
            KnownBuilder known,
            PipelineListener listener,
            Identity identity) {
        this.imageBuilder = imageBuilder;
        this.layerCache = layerCache;
        this.services = services;
        this.fleetDirectory = fleetDirectory;
        this.known = known;
        this.listener = listener;
        this.identity = identity;
    }

    /** @param known what the builder was when something connected to it last */
    static LazyBuilder of(
            ImageBuilder imageBuilder,
            LayerCache layerCache,
            ServiceSource services,
            Path fleetDirectory,
            KnownBuilder known,
            PipelineListener listener)
            throws InterruptedException {
        Optional<Identity> last = known.find(imageBuilder.origin());
        Identity identity = last.isPresent() ? last.get() : imageBuilder.assumed();
        return new LazyBuilder(imageBuilder, layerCache, services, fleetDirectory, known, listener, identity);
    }

    /** Returns what the builder is, or is assumed to be until it is connected. */
    synchronized Identity identity() {
        return identity;
    }

    /**
     * Connects unless that was done.
     *
     * @throws dev.imagemanager.problem.EnvironmentException if there is no builder, and none can be started
     */
    synchronized Builder connected() throws InterruptedException {
        if (builder == null) {
            Provided provided = services.require(SERVICES);
            cache = BuildCache.open(layerCache, provided.cache(), listener);
            builder = imageBuilder.connect(provided.requireBuilder(), fleetDirectory);
            identity = builder.identity();
            known.store(imageBuilder.origin(), identity);
        }
        return builder;
    }

    /** Returns the shared layer cache. Connects like {@link #connected()}. */
    synchronized BuildCache cache() throws InterruptedException {
        connected();
        return cache;
    }
}
