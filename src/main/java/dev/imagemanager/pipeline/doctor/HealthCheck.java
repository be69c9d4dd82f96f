package dev.imagemanager.pipeline.doctor;

import dev.imagemanager.model.FleetSettings;
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
     */
    record Subject(Path directory, FleetSettings settings) {}

    Area area();

    /** What is looked at; shown when the check itself does not come to an end. */
    String name();

    /**
     * @throws dev.imagemanager.problem.EnvironmentException which counts as a failure of what {@link #name} says
     * @throws InterruptedException when it takes too long
     */
    List<Finding> examine(Subject subject) throws InterruptedException;
}
