package dev.imagemanager.infra.daemon;

import dev.imagemanager.pipeline.services.ServiceScope;
import dev.imagemanager.problem.Problem;
import java.util.Optional;

/** What a service may need besides being started and stopped. */
public interface Particulars {

    Particulars NONE = new Particulars() {};

    /**
     * Why it cannot be run in this way here.
     *
     * @param directory where it would keep its files; nothing is made
     */
    default Optional<Problem> obstacle(ServiceDirectory directory) {
        return Optional.empty();
    }

    /** Takes back what was made outside the service's directory to start it; the service has ended. */
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
}
