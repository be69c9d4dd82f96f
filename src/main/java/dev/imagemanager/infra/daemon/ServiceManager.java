package dev.imagemanager.infra.daemon;

import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What has to be known about one kind of service; {@link ServiceLifecycle} does the rest, alike for all. */
public interface ServiceManager {

    ServiceName name();

    /** The address that somebody wrote down, which is taken at its word. */
    Optional<String> configuredAddress(ServiceScope scope);

    /** Where such a service usually is, when nobody wrote anything down. */
    String defaultAddress(ServiceScope scope);

    /** Whether one of somebody else's that answers there is used without having been asked for. */
    default boolean sharesDefault() {
        return true;
    }

    /** Whether the service answers there and may be used for this fleet. */
    boolean answers(String address, ServiceScope scope) throws InterruptedException;

    /**
     * Does what one of ours still needs before it {@link #answers}. Called again and again, by one command at a time, until
     * it does, and then too when something of it was lost; to be quick when nothing is to be done.
     *
     * @param address where it is
     * @throws dev.imagemanager.problem.EnvironmentException if it cannot be done
     */
    default void complete(ServiceDirectory directory, ServiceScope scope, String address) throws InterruptedException {}

    /**
     * Whether one of ours that runs can still come to answer. If what it takes to talk to it was lost, only a new start
     * helps.
     */
    default boolean isWithinReach(ServiceDirectory directory) throws InterruptedException {
        return true;
    }

    /**
     * Whether somebody else answers where one of ours was started. To be overridden for a service that goes on running
     * when its port was taken by another in the meantime.
     */
    default boolean isSomebodyElses(String address, ServiceScope scope) throws InterruptedException {
        return false;
    }

    /** How long it may take to answer once it was started. */
    Duration startLimit();

    /** The ways to run one of ours, the preferred one first. */
    List<ServiceWay<?>> ways();
}
