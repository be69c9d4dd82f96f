package dev.imagemanager.infra.daemon;

import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import java.util.Optional;

/** Where a service of ours listens. */
public sealed interface Endpoint permits ServicePort, ServiceSocket {

    /** The address of one that never ran before. */
    String likelyAddress(ServiceDirectory directory, ServiceScope scope);

    /**
     * Makes room for the service.
     *
     * @param lastAddress where it was before, if it was
     * @return where it is to listen
     * @throws dev.imagemanager.problem.EnvironmentException if there is no room
     */
    String claim(ServiceDirectory directory, ServiceScope scope, Optional<String> lastAddress);

    /** Why the service cannot listen there at all. */
    default Optional<Problem> obstacle(ServiceDirectory directory) {
        return Optional.empty();
    }

    /** Removes what a service that has ended left there. */
    default void release(ServiceDirectory directory) {}
}
