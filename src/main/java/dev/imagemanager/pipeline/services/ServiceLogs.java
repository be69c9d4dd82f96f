package dev.imagemanager.pipeline.services;

import dev.imagemanager.file.ExistingDirectory;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Reads the logs of services that were started for a fleet. */
@ApplicationScoped
public final class ServiceLogs {

    private final ServiceControl control;

    @Inject
    public ServiceLogs(ServiceControl control) {
        this.control = control;
    }

    /**
     * Reads the log of a service; see {@link ServiceLog#read}.
     *
     * @param notes receives a note about state that was {@linkplain ServiceControl#setAside moved aside}
     * @throws EnvironmentException if there is no log
     * @throws InterruptedException if the program is shut down
     */
    public void read(
            Path fleetDirectory, ServiceName service, boolean follow, Predicate<String> reader, Consumer<Problem> notes)
            throws InterruptedException {
        Path directory = ExistingDirectory.require(fleetDirectory);
        control.setAside(directory).ifPresent(notes);
        Interruption interruption = Interruption.allow();
        try {
            control.log(service, directory)
                    .orElseThrow(() -> new EnvironmentException(
                            Problem.error("there is no log of " + service + ": it was never started here")
                                    .withHint("'image-manager services status' shows where it runs")))
                    .read(follow, reader);
        } finally {
            interruption.close();
        }
    }
}
