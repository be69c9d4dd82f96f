package dev.imagemanager.pipeline.doctor;

import dev.imagemanager.model.settings.FleetSettings;
import dev.imagemanager.pipeline.services.Whereabouts;
import java.nio.file.Path;
import java.util.List;

/** Checks one precondition. Does not change anything. */
public interface HealthCheck {

    /** The area of a check, in the order in which findings are shown. */
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

    /** Returns what is checked; shown if the check does not finish. */
    String name();

    /**
     * @throws dev.imagemanager.problem.EnvironmentException reported as a failure of {@link #name}
     * @throws InterruptedException if it takes too long
     */
    List<Finding> examine(Subject subject) throws InterruptedException;
}
