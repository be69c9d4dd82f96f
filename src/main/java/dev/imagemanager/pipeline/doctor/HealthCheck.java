package dev.imagemanager.pipeline.doctor;

import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.pipeline.services.Whereabouts;
import java.nio.file.Path;
import java.util.List;

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
     * @param services of the fleet, of which none was started
     */
    record Subject(Path directory, FleetSettings settings, Whereabouts services) {

        /** Where nothing is known of the services. */
        public Subject(Path directory, FleetSettings settings) {
            this(directory, settings, Whereabouts.bySettings(settings));
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
