package dev.imagemanager.infra.daemon;

import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import java.util.Optional;

/**
 * One way to run a service of ours.
 *
 * @param <L> what its host starts
 */
public interface ServiceWay<L extends ServiceLaunch> {

    ServiceHost<L> host();

    /**
     * Why it cannot be run in this way here.
     *
     * @param directory where it would keep its files; nothing is made
     */
    default Optional<Problem> obstacle(ServiceDirectory directory) {
        return host().obstacle();
    }

    /** Where one would be that never ran before. */
    String ownAddress(ServiceDirectory directory, ServiceScope scope);

    /**
     * Writes what the service needs to start, and makes what it needs to run.
     *
     * @param lastAddress where it was before, if it was
     * @throws dev.imagemanager.problem.EnvironmentException if that cannot be done
     * @throws InterruptedException if the work was to end
     */
    L prepare(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress) throws InterruptedException;

    /** Whether somebody else took the address before the service could. */
    default boolean isTaken(String address) {
        return ServicePort.isTaken(address);
    }

    /** Takes back what {@link #prepare} made outside the service's directory; the service has ended. */
    default void release(ServiceDirectory directory) throws InterruptedException {}

    /**
     * Removes what only it can remove of the service's directory; the service has ended, and the rest is removed after.
     *
     * @throws dev.imagemanager.problem.EnvironmentException if it cannot be removed
     */
    default void removeData(ServiceDirectory directory) throws InterruptedException {}

    /** What is worth knowing about a service of ours that runs already. */
    default Optional<Problem> note(ServiceDirectory directory, ServiceScope scope) {
        return Optional.empty();
    }

    default ServiceMode mode() {
        return host().mode();
    }
}
