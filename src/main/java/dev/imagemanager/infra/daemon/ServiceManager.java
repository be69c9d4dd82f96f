package dev.imagemanager.infra.daemon;

import dev.imagemanager.model.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import java.time.Duration;
import java.util.Optional;

/** What has to be known about one kind of service; {@link ServiceLifecycle} does the rest, alike for all. */
public interface ServiceManager {

    ServiceName name();

    /** The address that somebody wrote down, which is taken at its word. */
    Optional<String> configuredAddress(ServiceScope scope);

    /** Where such a service usually is, when nobody wrote anything down. */
    String defaultAddress(ServiceScope scope);

    /** Where one of ours would be that never ran before. */
    String ownAddress(ServiceDirectory directory, ServiceScope scope);

    /** Whether the service answers there and may be used for this fleet. */
    boolean answers(String address, ServiceScope scope) throws InterruptedException;

    /** Why it cannot be run as a process here. */
    Optional<Problem> obstacle();

    /** How long it may take to answer once it was started. */
    Duration startLimit();

    /**
     * Writes what the daemon needs to start, and makes what it needs to run.
     *
     * @param lastAddress where it was before, if it was
     * @throws dev.imagemanager.problem.EnvironmentException if that cannot be done
     */
    DaemonLaunch prepare(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress)
            throws InterruptedException;

    /** Whether somebody else took the address before the daemon could. */
    default boolean isTaken(String address) {
        return false;
    }

    /** Takes back what {@link #prepare} made outside the service's directory; the daemon has ended. */
    default void release(ServiceDirectory directory) throws InterruptedException {}

    /** What is worth knowing about a daemon of ours that runs already. */
    default Optional<Problem> note(ServiceDirectory directory, ServiceScope scope) {
        return Optional.empty();
    }
}
