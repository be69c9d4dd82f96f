package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.CacheSettings;
import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.PipelineEvent;
import dev.imagemanager.pipeline.PipelineListener;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import java.util.Optional;

/** Finds or starts services one after another. Holds the {@link ServicesLock} from the first start until closed. */
final class ServiceSupply implements AutoCloseable {

    private final ServiceControl control;
    private final ServicesLock lock;
    private final OwnLayerStore ownStore;
    private final OwnRegistry ownRegistry;
    private final PipelineListener listener;
    private final Interruption interruption;
    private ServiceScope scope;
    private Optional<ServicesLock.Turn> turn = Optional.empty();

    private ServiceSupply(
            ServiceControl control,
            ServicesLock lock,
            OwnLayerStore ownStore,
            OwnRegistry ownRegistry,
            ServiceScope scope,
            PipelineListener listener,
            Interruption interruption) {
        this.control = control;
        this.lock = lock;
        this.ownStore = ownStore;
        this.ownRegistry = ownRegistry;
        this.scope = scope;
        this.listener = listener;
        this.interruption = interruption;
    }

    /** @throws InterruptedException if the program is already shutting down */
    static ServiceSupply begin(
            ServiceControl control,
            ServicesLock lock,
            OwnLayerStore ownStore,
            OwnRegistry ownRegistry,
            ServiceScope scope,
            PipelineListener listener)
            throws InterruptedException {
        return new ServiceSupply(control, lock, ownStore, ownRegistry, scope, listener, Interruption.allow());
    }

    Provided provided() {
        return scope.provided();
    }

    /** @throws EnvironmentException if the service cannot be started */
    void provide(ServiceName service) throws InterruptedException {
        Optional<ServiceStatus> found = control.find(service, scope);
        if (found.isEmpty() && turn.isEmpty()) {
            turn = Optional.of(lock.take(scope.directory()));
            found = control.find(service, scope);
        }
        ServiceStatus status = found.isPresent() ? found.get() : start(service);
        control.note(service, scope).ifPresent(this::note);
        scope = scope.with(status, ownRegistry);
        if (service == ServiceName.GARAGE && scope.settings().cache() instanceof CacheSettings.OwnService) {
            useOwnStore(status);
        }
    }

    /** Finds or starts the registry. Omits it with a note if it is not configured and cannot be started. */
    void provideRegistry() throws InterruptedException {
        Optional<Problem> reason = control.find(ServiceName.REGISTRY, scope).isPresent()
                        || scope.settings()
                                .services()
                                .mode(ServiceName.REGISTRY)
                                .isPresent()
                ? Optional.empty()
                : control.obstacle(ServiceName.REGISTRY, scope);
        if (reason.isEmpty()) {
            provide(ServiceName.REGISTRY);
            return;
        }
        note(Problem.note(reason.get().message() + "; images are stored in " + OutputPaths.IMAGE_STORE + " instead")
                .withHint("install a registry, or set 'build_registry: false' to build without one"));
        scope = scope.with(scope.provided().withRegistry(Optional.empty()));
    }

    /**
     * Finds or starts the layer cache. Omits it with a note if it cannot be started. An external builder does
     * not have the keys of the fleet's own store, so that store is not started for it.
     *
     * @param isForBuilder whether only builds will use the cache
     */
    void provideCache(boolean isForBuilder) throws InterruptedException {
        if (isForBuilder
                && scope.settings().cache() instanceof CacheSettings.OwnService
                && isExternal(ServiceName.BUILDKITD)) {
            return;
        }
        try {
            provide(ServiceName.GARAGE);
        } catch (EnvironmentException unavailable) {
            unavailable.problems().forEach(problem -> note(withoutCache(problem)));
        }
    }

    private static Problem withoutCache(Problem problem) {
        Problem note = Problem.note("builds continue without the layer cache: " + problem.message());
        return problem.hint().map(note::withHint).orElse(note);
    }

    private boolean isExternal(ServiceName service) throws InterruptedException {
        return control.find(service, scope)
                .filter(status -> status.mode() == ServiceMode.EXTERNAL)
                .isPresent();
    }

    private void useOwnStore(ServiceStatus status) {
        if (status.mode() == ServiceMode.EXTERNAL) {
            throw new EnvironmentException(Problem.error(
                            "services.garage.mode is 'external', but 'cache' does not configure its address and keys")
                    .withHint("set 'cache' to its endpoint, bucket and keys, or to false"));
        }
        scope = scope.with(scope.provided().withCache(ownStore.find(scope.directory())));
    }

    private ServiceStatus start(ServiceName service) throws InterruptedException {
        ServiceStatus status = control.start(service, scope, this::note);
        listener.on(new PipelineEvent.ServiceStarted(
                service.toString(), status.mode().toString(), status.address()));
        return status;
    }

    private void note(Problem problem) {
        listener.on(new PipelineEvent.Noted(problem));
    }

    @Override
    public void close() {
        interruption.close();
        turn.ifPresent(ServicesLock.Turn::close);
    }
}
