package dev.imagemanager.infra.daemon;

import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import java.util.Optional;

/** The endpoint on which a fleet's service listens. */
public sealed interface Endpoint permits ServicePort, ServiceSocket {

    /** Returns the address of a service that was never started, whether or not it is free. */
    String likelyAddress(ServiceDirectory directory, ServiceScope scope);

    /**
     * Selects a free address for the service before its start.
     *
     * @param lastAddress the address of its last run
     * @return the address to listen on
     * @throws dev.imagemanager.problem.EnvironmentException if there is no free address
     */
    String claim(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress);

    /** Returns why the service cannot listen on this endpoint; empty if it can. */
    default Optional<Problem> obstacle(ServiceDirectory directory) {
        return Optional.empty();
    }

    /** Removes the files of the endpoint after the service has exited. */
    default void release(ServiceDirectory directory) {}
}
