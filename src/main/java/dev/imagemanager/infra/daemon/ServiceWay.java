package dev.imagemanager.infra.daemon;

import dev.imagemanager.model.settings.ServiceMode;
import dev.imagemanager.pipeline.services.ServiceScope;
import java.util.Optional;

/**
 * One way to run a service of ours.
 *
 * @param <L> what its host starts
 */
public interface ServiceWay<L extends ServiceLaunch> extends Particulars {

    ServiceHost<L> host();

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

    default ServiceMode mode() {
        return host().mode();
    }
}
