package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds, starts and stops services. */
public interface ServiceControl {

    /**
     * Where a service is that need not be started: it was configured, which is taken at its word, or answers.
     *
     * @throws InterruptedException if the work was to end
     */
    Optional<ServiceStatus> find(ServiceName service, ServiceScope scope) throws InterruptedException;

    /**
     * How a service stands right now; nothing is taken at its word and nothing is changed.
     *
     * @throws InterruptedException if the work was to end
     */
    ServiceStatus look(ServiceName service, ServiceScope scope) throws InterruptedException;

    /**
     * Starts a service and waits until it can be used. It goes on when this program ends. To be called by one command
     * at a time.
     *
     * @param notes is told what takes long
     * @throws dev.imagemanager.problem.EnvironmentException if it cannot be started here; nothing is left of it
     * @throws InterruptedException if the work was to end; nothing is left of it
     */
    ServiceStatus start(ServiceName service, ServiceScope scope, Consumer<Problem> notes) throws InterruptedException;

    /**
     * Why a service that {@link #find} did not find cannot be started here, in the words in which {@link #start} would
     * say so.
     */
    Optional<Problem> obstacle(ServiceName service, ServiceScope scope);

    /** Whether anything was ever started for the fleet, also if its state was removed since while it ran. */
    boolean wasUsed(Path directory);

    /** What is worth knowing about a running service, such as settings that changed since it was started. */
    Optional<Problem> note(ServiceName service, ServiceScope scope);

    /**
     * Stops what {@link #start} started, and nothing else. To be called by one command at a time.
     *
     * @param directory the fleet's directory, absolute
     * @return whether there was something to stop
     * @throws InterruptedException if the work was to end
     */
    boolean stop(ServiceName service, Path directory) throws InterruptedException;

    /**
     * Removes what a service of ours kept, which must not run. To be called by one command at a time.
     *
     * @return whether there was anything
     * @throws InterruptedException if the work was to end
     */
    boolean removeData(ServiceName service, Path directory) throws InterruptedException;

    /** What a service of ours writes, or wrote last; empty if none was ever started here. */
    Optional<ServiceLog> log(ServiceName service, Path directory);
}
