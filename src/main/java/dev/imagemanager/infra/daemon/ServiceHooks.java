package dev.imagemanager.infra.daemon;

import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import java.util.Optional;

/** The steps of a service's life cycle that differ from other services. By default they do nothing. */
public interface ServiceHooks {

    ServiceHooks NONE = new ServiceHooks() {};

    /**
     * Returns why the service cannot be run in this mode on this machine; empty if it can.
     *
     * @param directory the service's directory, which is not created
     */
    default Optional<Problem> obstacle(ServiceDirectory directory) {
        return Optional.empty();
    }

    /**
     * Returns whether the running service can be used for a fleet as it was started. One that an earlier version started in
     * another way, whose certificates expire, or that gives the fleet more than it may have, cannot, and is replaced.
     *
     * @param address of its start
     */
    default boolean isCurrent(ServiceDirectory directory, ServiceScope scope, String address) {
        return true;
    }

    /** Removes what was created outside the service's directory for the start. Called after the service has exited. */
    default void release(ServiceDirectory directory) throws InterruptedException {}

    /**
     * Removes files in the service's directory that need special treatment, before the directory is removed. Called
     * after the service has exited.
     *
     * @throws dev.imagemanager.problem.EnvironmentException if it cannot be removed
     */
    default void removeData(ServiceDirectory directory) throws InterruptedException {}

    /** Returns a note about the running service, for example that the settings have changed since its start. */
    default Optional<Problem> note(ServiceDirectory directory, ServiceScope scope) {
        return Optional.empty();
    }
}
