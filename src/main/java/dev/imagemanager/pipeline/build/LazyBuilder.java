package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.build.ImageBuilder.Builder;
import dev.imagemanager.pipeline.build.ImageBuilder.Identity;
import dev.imagemanager.pipeline.cache.BuildCache;
import java.util.Optional;
import java.util.Set;

/** A builder that is connected when it is needed for the first time. Safe for use by several threads. */
final class LazyBuilder {

    /** How to come by the builder. */
    interface Source {

        /**
         * @throws dev.imagemanager.problem.EnvironmentException if there is no builder, and none can be started
         */
        Connected connect() throws InterruptedException;
    }

    /** @param cache the shared layer cache that the builder can use */
    record Connected(Builder builder, BuildCache cache) {}

    private final Set<ServiceName> services;
    private final Source source;
    private final KnownBuilders known;
    private final String origin;
    private Identity identity;
    private Optional<Connected> connected = Optional.empty();

    /** @param identity what the builder is assumed to be until it is connected */
    private LazyBuilder(
            Set<ServiceName> services, Source source, KnownBuilders known, String origin, Identity identity) {
        this.services = services;
        this.source = source;
        this.known = known;
        this.origin = origin;
        this.identity = identity;
    }

    /** What is thought of a builder that nothing has connected to yet. */
    interface Assumption {
        Identity get() throws InterruptedException;
    }

    /**
     * @param services that connecting starts
     * @param known what builders were when something connected to them last
     * @param origin a text that is another one if the builder may be another one
     */
    static LazyBuilder of(
            Set<ServiceName> services, Source source, KnownBuilders known, String origin, Assumption assumption)
            throws InterruptedException {
        Optional<Identity> last = known.find(origin);
        return new LazyBuilder(services, source, known, origin, last.isPresent() ? last.get() : assumption.get());
    }

    /** Returns the services that connecting starts. */
    Set<ServiceName> services() {
        return services;
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
    synchronized Connected connected() throws InterruptedException {
        if (connected.isEmpty()) {
            connected = Optional.of(source.connect());
            identity = connected.get().builder().identity();
            known.store(origin, identity);
        }
        return connected.get();
    }
}
