package dev.imagemanager.pipeline.services;

import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds, starts and stops services. */
public interface ServiceControl {

    /**
     * Returns a service that can be used without starting it. An address in the configuration is not checked; any other
     * service must respond. Sets the limits of what the fleet's own service runs, since the fleet is going to use it.
     *
     * @throws InterruptedException if the calling thread is interrupted
     */
    Optional<ServiceStatus> find(ServiceName service, ServiceScope scope) throws InterruptedException;

    /**
     * Checks whether a service responds, also one with an address in the configuration. Changes nothing.
     *
     * @throws InterruptedException if the calling thread is interrupted
     */
    ServiceStatus look(ServiceName service, ServiceScope scope) throws InterruptedException;

    /**
     * Starts a service and waits until it can be used. The service keeps running after this program exits. The caller
     * must hold the {@link ServicesLock}.
     *
     * @param notes receives notes about slow operations, such as downloads
     * @throws dev.imagemanager.problem.EnvironmentException if it cannot be started; everything that was created is
     *     removed
     * @throws InterruptedException if the calling thread is interrupted; everything that was created is removed
     */
    ServiceStatus start(ServiceName service, ServiceScope scope, Consumer<Problem> notes) throws InterruptedException;

    /**
     * Returns why a service that {@link #find} did not find cannot be started on this machine: the error that
     * {@link #start} would throw. Empty if it can be started.
     */
    Optional<Problem> obstacle(ServiceName service, ServiceScope scope) throws InterruptedException;

    /**
     * Moves aside state of services that was not created here by this user, such as that of a repository, and stops the
     * services that run on it. Every other method fails as long as there is such state.
     *
     * @param directory the fleet's directory, absolute
     * @return a note; empty if there was no such state
     * @throws dev.imagemanager.problem.EnvironmentException if it cannot be moved, or a service cannot be stopped
     * @throws InterruptedException if the calling thread is interrupted
     */
    Optional<Problem> setAside(Path directory) throws InterruptedException;

    /** Returns whether a service of the fleet has state or is running, even if the state was removed while it ran. */
    boolean wasUsed(Path directory);

    /** Returns a note about a running service, for example that the settings have changed since its start. */
    Optional<Problem> note(ServiceName service, ServiceScope scope) throws InterruptedException;

    /**
     * Stops a service that {@link #start} started. Never stops external services. The caller must hold the
     * {@link ServicesLock}.
     *
     * @param directory the fleet's directory, absolute
     * @return whether the service was running
     * @throws InterruptedException if the calling thread is interrupted
     */
    boolean stop(ServiceName service, Path directory) throws InterruptedException;

    /**
     * Removes the data of a stopped service: images, caches, keys and logs. The caller must hold the
     * {@link ServicesLock}.
     *
     * @return whether there was any data
     * @throws InterruptedException if the calling thread is interrupted
     */
    boolean removeData(ServiceName service, Path directory) throws InterruptedException;

    /** Returns the log of the service's current or last run; empty if {@link #start} never started it. */
    Optional<ServiceLog> log(ServiceName service, Path directory);
}
