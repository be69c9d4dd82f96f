package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.Fleet;
import dev.imagemanager.model.settings.BuilderEndpoint;
import dev.imagemanager.model.settings.BuilderSettings;
import dev.imagemanager.model.settings.CacheSettings.ObjectStore;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.pipeline.build.ImageBuilder.Identity;
import dev.imagemanager.pipeline.cache.BuildCache;
import dev.imagemanager.pipeline.cache.LayerCache;
import dev.imagemanager.pipeline.schedule.Scheduler;
import dev.imagemanager.pipeline.services.Provided;
import dev.imagemanager.pipeline.step.ServiceSource;
import dev.imagemanager.reference.Platform;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The builders of a fleet: for each platform those that {@code builders} names, and for all others the one that is a service.
 */
final class Builders {

    /** What the usual builder and its layer cache need. */
    static final Set<ServiceName> SERVICES = EnumSet.of(ServiceName.GARAGE, ServiceName.BUILDKITD);

    private final LazyBuilder usual;
    private final Map<Platform, LazyBuilder> others;
    private final BuilderSettings settings;
    private final int jobs;

    private Builders(LazyBuilder usual, Map<Platform, LazyBuilder> others, BuilderSettings settings, int jobs) {
        this.usual = usual;
        this.others = Map.copyOf(others);
        this.settings = settings;
        this.jobs = jobs;
    }

    /** @param jobs how many images each builder builds at once */
    static Builders of(
            ImageBuilder imageBuilder,
            LayerCache layerCache,
            ServiceSource services,
            Fleet fleet,
            KnownBuilders known,
            int jobs,
            PipelineListener listener)
            throws InterruptedException {
        BuilderSettings settings = fleet.settings().builders();
        LazyBuilder usual = LazyBuilder.of(
                SERVICES,
                () -> {
                    Provided provided = services.require(SERVICES);
                    BuildCache cache = BuildCache.open(layerCache, provided.cache(), listener);
                    BuilderEndpoint endpoint = new BuilderEndpoint(provided.requireBuilder(), settings.tls());
                    return new LazyBuilder.Connected(imageBuilder.connect(endpoint, fleet.directory()), cache);
                },
                known,
                imageBuilder.origin(),
                imageBuilder::assumed);
        Map<Platform, LazyBuilder> others = new TreeMap<>();
        for (Map.Entry<Platform, List<String>> named : settings.addresses().entrySet()) {
            Platform platform = named.getKey();
            LazyBuilder.Source source = () -> {
                BuilderPool pool = BuilderPool.connect(
                                endpoint -> imageBuilder.connect(endpoint, fleet.directory()),
                                platform,
                                settings.endpoints(platform),
                                jobs,
                                listener)
                        .watched();
                Optional<ObjectStore> configured =
                        Provided.bySettings(fleet.settings()).cache();
                return new LazyBuilder.Connected(pool, BuildCache.open(layerCache, configured, listener));
            };
            others.put(
                    platform,
                    LazyBuilder.of(
                            Set.of(),
                            source,
                            known,
                            platform + " " + String.join(" ", named.getValue()),
                            () -> new Identity(imageBuilder.assumed().version(), platform)));
        }
        return new Builders(usual, others, settings, jobs);
    }

    /** Returns the builder of images for a platform. */
    LazyBuilder of(Platform image) {
        return others.getOrDefault(image, usual);
    }

    /** Returns the services that building images for these platforms starts. */
    Set<ServiceName> services(Collection<Platform> images) {
        Set<ServiceName> services = EnumSet.noneOf(ServiceName.class);
        images.forEach(image -> services.addAll(of(image).services()));
        return services;
    }

    BuilderIdentities identities() {
        return new BuilderIdentities(
                usual.identity(),
                others.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, builder -> builder.getValue()
                        .identity())));
    }

    /**
     * Connects to the builders of images for these platforms, all at once.
     *
     * @throws dev.imagemanager.problem.EnvironmentException if one does not answer
     */
    void connect(Collection<Platform> images) throws InterruptedException {
        Scheduler.ofIndependent(images.stream().map(this::of).distinct().toList())
                .runAll(LazyBuilder::connected);
    }

    /**
     * Returns how many targets can be built at once.
     *
     * @param images the platforms that they are built for
     * @return empty if there is just the usual builder
     */
    OptionalInt places(Set<Platform> images) {
        if (images.stream().allMatch(image -> of(image) == usual)) {
            return OptionalInt.empty();
        }
        int named = images.stream()
                .mapToInt(image -> settings.endpoints(image).size())
                .sum();
        int ofService = images.stream().anyMatch(image -> of(image) == usual) ? 1 : 0;
        return OptionalInt.of(jobs * (named + ofService));
    }
}
