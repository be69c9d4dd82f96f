package dev.imagemanager.pipeline.services;

import dev.imagemanager.config.ConfigLoader;
import dev.imagemanager.file.ExistingDirectory;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.problem.Problems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Reads the logs of services that were started for a fleet. */
@ApplicationScoped
public final class ServiceLogs {

    private final ServiceControl control;
    private final ConfigLoader loader;

    @Inject
    public ServiceLogs(ServiceControl control, ConfigLoader loader) {
        this.control = control;
        this.loader = loader;
    }

    /**
     * Reads the log of a service; see {@link ServiceLog#read}.
     *
     * @throws EnvironmentException if there is no log
     * @throws InterruptedException if the program is shut down
     */
    public void read(Path fleetDirectory, ServiceName service, boolean follow, Predicate<String> reader)
            throws InterruptedException {
        Path directory = ExistingDirectory.require(fleetDirectory);
        Interruption interruption = Interruption.allow();
        try {
            loadCredentials(directory);
            control.log(service, directory)
                    .orElseThrow(() -> new EnvironmentException(
                            Problem.error("there is no log of " + service + ": it was never started here")
                                    .withHint("'image-manager services status' shows where it runs")))
                    .read(follow, reader);
        } finally {
            interruption.close();
        }
    }

    /** The loader masks credentials in the settings, which services get. Invalid settings do not matter for a log. */
    private void loadCredentials(Path directory) {
        loader.loadSettingsOf(directory, new Problems());
    }
}
