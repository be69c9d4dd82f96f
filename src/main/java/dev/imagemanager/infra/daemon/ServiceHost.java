package dev.imagemanager.infra.daemon;

import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.pipeline.services.ServiceLog;
import dev.imagemanager.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What services of ours run on, and go on running on when this program ends: processes of this machine, or containers.
 * What it started it knows again from what it wrote into the service's directory, and never takes anything else for it.
 *
 * @param <L> what it starts
 */
public interface ServiceHost<L extends ServiceLaunch> {

    ServiceMode mode();

    boolean isRunning(ServiceDirectory directory);

    /** Whether something of the service's runs that nothing is on record of any more; {@link #stop} finds it. */
    boolean isLost(ServiceDirectory directory);

    /**
     * Returns as soon as the service is on record; it may have ended then.
     *
     * @param notes is told what takes long
     * @throws dev.imagemanager.problem.EnvironmentException if it cannot be started
     * @throws InterruptedException if the work was to end
     */
    void start(ServiceDirectory directory, L launch, Consumer<Problem> notes) throws InterruptedException;

    /**
     * Asks the service to end, then makes it; not to be interrupted.
     *
     * @return whether it was running
     * @throws dev.imagemanager.problem.EnvironmentException if it cannot be ended
     */
    boolean stop(ServiceDirectory directory);

    /**
     * Removes what the service keeps outside its directory; it does not run.
     *
     * @return whether there was anything
     * @throws dev.imagemanager.problem.EnvironmentException if it cannot be removed
     */
    default boolean removeData(ServiceDirectory directory) {
        return false;
    }

    /** What the service writes, if it runs here or ran here last. */
    Optional<ServiceLog> log(ServiceDirectory directory);

    /** The end of what the service wrote, as far as it can be read. */
    List<String> lastLogLines(ServiceDirectory directory);
}
