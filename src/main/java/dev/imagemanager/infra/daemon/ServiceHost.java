package dev.imagemanager.infra.daemon;

import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.pipeline.services.ServiceLog;
import dev.imagemanager.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Starts and stops services that keep running after this program exits, as processes of this machine or as containers.
 * Identifies a service by a record in the service's directory and never stops anything else.
 *
 * @param <L> the settings that it starts services with
 */
public interface ServiceHost<L extends ServiceLaunch> {

    ServiceMode mode();

    boolean isRunning(ServiceDirectory directory);

    /** Returns whether the service exists although its record was removed. {@link #stop} stops it nevertheless. */
    boolean isOrphaned(ServiceDirectory directory);

    /**
     * Starts the service. Returns as soon as its record is written; the service may already have exited then.
     *
     * @param notes receives notes about slow operations, such as downloads
     * @throws dev.imagemanager.problem.EnvironmentException if it cannot be started
     * @throws InterruptedException if the calling thread is interrupted
     */
    void start(ServiceDirectory directory, L launch, Consumer<Problem> notes) throws InterruptedException;

    /**
     * Stops the service, and kills it if it does not exit in time. Not interruptible.
     *
     * @return whether it was running
     * @throws dev.imagemanager.problem.EnvironmentException if it cannot be stopped
     */
    boolean stop(ServiceDirectory directory);

    /**
     * Stops the service like {@link #stop}, but does not read or change anything in its directory, which may come from a
     * stranger.
     *
     * @return whether it was running
     * @throws dev.imagemanager.problem.EnvironmentException if it cannot be stopped
     */
    boolean stopUnrecorded(ServiceDirectory directory);

    /**
     * Removes data that the stopped service keeps outside its directory.
     *
     * @return whether there was any data
     * @throws dev.imagemanager.problem.EnvironmentException if it cannot be removed
     */
    default boolean removeData(ServiceDirectory directory) {
        return false;
    }

    /** Returns the log of the current or last run. */
    Optional<ServiceLog> log(ServiceDirectory directory);

    /** Returns the last lines of the log; empty if it cannot be read. */
    List<String> lastLogLines(ServiceDirectory directory);
}
