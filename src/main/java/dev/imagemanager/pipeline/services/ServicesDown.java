package dev.imagemanager.pipeline.services;

import dev.imagemanager.file.ExistingDirectory;
import dev.imagemanager.model.settings.ServiceName;
import dev.imagemanager.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Stops the services that were started for a fleet. */
@ApplicationScoped
public final class ServicesDown {

    private final ServiceControl control;
    private final ServicesLock lock;

    @Inject
    public ServicesDown(ServiceControl control, ServicesLock lock) {
        this.control = control;
        this.lock = lock;
    }

    /**
     * The affected services.
     *
     * @param stopped services that were running
     * @param emptied services whose data was removed
     */
    public record Stopped(List<ServiceName> stopped, List<ServiceName> emptied) {
        public Stopped {
            stopped = List.copyOf(stopped);
            emptied = List.copyOf(emptied);
        }
    }

    /**
     * @param named the services to stop; empty for all
     * @param removesData whether to remove their data too: images, caches, keys and logs
     * @param notes receives a note about state that was {@linkplain ServiceControl#setAside moved aside}
     */
    public Stopped down(
            Path fleetDirectory, Collection<ServiceName> named, boolean removesData, Consumer<Problem> notes)
            throws InterruptedException {
        Path directory = ExistingDirectory.require(fleetDirectory);
        control.setAside(directory).ifPresent(notes);
        if (!control.wasUsed(directory)) {
            return new Stopped(List.of(), List.of());
        }
        List<ServiceName> inReverse = new ArrayList<>(ServiceName.namedOrAll(named));
        Collections.reverse(inReverse);
        List<ServiceName> stopped = new ArrayList<>();
        List<ServiceName> emptied = new ArrayList<>();
        ServicesLock.Turn turn = takeTurn(directory);
        try {
            for (ServiceName service : inReverse) {
                if (control.stop(service, directory)) {
                    stopped.add(service);
                }
                if (removesData && control.removeData(service, directory)) {
                    emptied.add(service);
                }
            }
        } finally {
            turn.close();
        }
        return new Stopped(stopped, emptied);
    }

    /** Only the wait for the lock can be interrupted. Stopping services always runs to the end. */
    private ServicesLock.Turn takeTurn(Path directory) throws InterruptedException {
        Interruption interruption = Interruption.allow();
        try {
            return lock.take(directory);
        } finally {
            interruption.close();
        }
    }
}
