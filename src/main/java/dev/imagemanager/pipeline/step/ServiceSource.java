package dev.imagemanager.pipeline.step;

import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.pipeline.services.Provided;
import java.util.Set;

/** Provides services while a command runs. Safe for use by several threads. */
public interface ServiceSource {

    /**
     * Finds or starts services.
     *
     * @return these and all that were provided before
     * @throws dev.imagemanager.problem.EnvironmentException if one cannot be started
     */
    Provided require(Set<ServiceName> services) throws InterruptedException;

    /** Returns whether services are started. Otherwise those that do not run are missing in what is provided. */
    default boolean starts() {
        return true;
    }
}
