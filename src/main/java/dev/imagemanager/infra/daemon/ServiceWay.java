package dev.imagemanager.infra.daemon;

import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import java.util.Optional;

/**
 * One way to run a service: as a process or as a container.
 *
 * @param <L> the settings that its host starts it with
 */
public interface ServiceWay<L extends ServiceLaunch> extends ServiceHooks {

    ServiceHost<L> host();

    /** Returns the address that the service would get at its first start. */
    String ownAddress(ServiceDirectory directory, ServiceScope scope);

    /**
     * Writes the service's configuration and creates the resources that it needs.
     *
     * @param lastAddress the address of its last run
     * @throws dev.imagemanager.problem.EnvironmentException if the service cannot be prepared
     * @throws InterruptedException if the calling thread is interrupted
     */
    L prepare(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress) throws InterruptedException;

    /**
     * Limits the memory and the number of processes of what the running service starts for others, if the fleet is not
     * trusted. Removes the limits if it is.
     *
     * @throws dev.imagemanager.problem.EnvironmentException if that fails
     */
    default void limit(ServiceDirectory directory, ServiceScope scope) {}

    /**
     * Returns the note that what a service runs for a fleet that is not trusted has no limits.
     *
     * @param hint the reason, and what to do
     */
    static Problem unlimited(ServiceDirectory directory, String hint) {
        return Problem.note("what " + directory.name()
                        + " runs for this fleet, which is not trusted, has no limits of memory and processes")
                .withHint(hint);
    }

    /** Returns whether a program listens on the address. */
    default boolean isTaken(String address) {
        return ServicePort.isTaken(address);
    }

    default ServiceMode mode() {
        return host().mode();
    }
}
