package dev.imagemanager.pipeline.doctor;

import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.model.settings.ServiceName;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Looks at one precondition, and changes nothing. */
public interface HealthCheck {

    /** What a check is about; the order in which findings are shown. */
    enum Area {
        SERVICES,
        TOOLS,
        MACHINE,
        SETTINGS
    }

    /**
     * @param directory the fleet's, absolute
     * @param startable services that do not run and would be started when they are needed
     * @param addresses of services that run
     */
    record Subject(Path directory, FleetSettings settings, Set<ServiceName> startable, Set<String> addresses) {
        public Subject {
            startable = Set.copyOf(startable);
            addresses = Set.copyOf(addresses);
        }
    }

    Area area();

    /** What is looked at; shown when the check itself does not come to an end. */
    String name();

    /**
     * @throws dev.imagemanager.problem.EnvironmentException which counts as a failure of what {@link #name} says
     * @throws InterruptedException when it takes too long
     */
    List<Finding> examine(Subject subject) throws InterruptedException;
}
