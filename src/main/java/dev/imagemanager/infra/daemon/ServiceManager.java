package dev.imagemanager.infra.daemon;

import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The properties of one kind of service, from which {@link ServiceLifecycle} finds, starts and stops it. */
public interface ServiceManager {

    ServiceName name();

    /** Returns the address in the configuration or the environment. */
    Optional<String> configuredAddress(ServiceScope scope);

    /** Returns the default address of this kind of service. */
    String defaultAddress(ServiceScope scope);

    /** Returns whether an external service at the default address is used without being configured. */
    default boolean sharesDefault() {
        return true;
    }

    /** Returns the service that connects to this one; empty if only this program does. */
    default Optional<ServiceName> client() {
        return Optional.empty();
    }

    /**
     * Returns why the default address must not be used although the configured mode is {@code external}; empty if it may.
     */
    default Optional<Problem> objectionToDefault(ServiceScope scope) {
        return Optional.empty();
    }

    /** Returns whether an external service responds at an address and may be used for this fleet. */
    boolean answers(String address, ServiceScope scope) throws InterruptedException;

    /** Returns whether the fleet's own service responds at an address. No other that listens there may pass for it. */
    default boolean ownAnswers(String address, ServiceScope scope) throws InterruptedException {
        return answers(address, scope);
    }

    /**
     * Completes the setup of the fleet's own service after its start, or repairs it. Called repeatedly until the
     * service {@linkplain #ownAnswers answers}, by one command at a time; must be fast if nothing is missing.
     *
     * @param address the address of the service
     * @throws dev.imagemanager.problem.EnvironmentException if it cannot be set up
     */
    default void complete(ServiceDirectory directory, ServiceScope scope, String address) throws InterruptedException {}

    /**
     * Returns whether the fleet's own running service can become usable without a restart. It cannot if, for example,
     * its token was lost.
     */
    default boolean isRecoverable(ServiceDirectory directory) throws InterruptedException {
        return true;
    }

    /**
     * Returns whether another program responds at the address of the fleet's own service. Override this for a service
     * that keeps running if it cannot listen on its port, or that can be told from others.
     */
    default boolean isOccupied(String address, ServiceScope scope) throws InterruptedException {
        return false;
    }

    /** Returns the time limit from the start of the service until it must respond. */
    Duration startLimit();

    /** Returns the ways to run the fleet's own service, in order of preference. */
    List<ServiceWay<?>> ways();
}
