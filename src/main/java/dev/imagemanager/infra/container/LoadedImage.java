package dev.imagemanager.infra.container;

import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * An archive's image in a Docker daemon for as long as it is needed. Closing it leaves the daemon as it was: containers
 * and images that came since are gone, and the image's name stands again for what it stood for before.
 */
public final class LoadedImage implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LoadedImage.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final DockerDaemon daemon;
    private final String repository;
    private final String tag;
    private final Optional<String> nameBefore;
    private final Set<String> imagesBefore;
    private final Set<String> containersBefore;
    private final String id;
    private boolean brokenOff;

    private LoadedImage(
            DockerDaemon daemon,
            String repository,
            String tag,
            Optional<String> nameBefore,
            Set<String> imagesBefore,
            Set<String> containersBefore,
            String id) {
        this.daemon = daemon;
        this.repository = repository;
        this.tag = tag;
        this.nameBefore = nameBefore;
        this.imagesBefore = imagesBefore;
        this.containersBefore = containersBefore;
        this.id = id;
    }

    /**
     * @param repository what the image is called in the archive
     * @param tag of the image in the archive
     */
    public static LoadedImage load(DockerDaemon daemon, Path archive, String repository, String tag) {
        String name = repository + ":" + tag;
        Optional<String> nameBefore = daemon.imageId(name);
        Set<String> imagesBefore = daemon.imageIds();
        boolean interrupted = false;
        try {
            daemon.load(archive);
            interrupted = Thread.interrupted();
            String id = daemon.imageId(name)
                    .orElseThrow(() -> new InputException(Problem.error(archive + " holds no image called " + name)
                            .withHint("build it again with --force")));
            Set<String> containersBefore =
                    imagesBefore.contains(id) ? new HashSet<>(daemon.containersOf(id)) : Set.of();
            return new LoadedImage(daemon, repository, tag, nameBefore, imagesBefore, containersBefore, id);
        } catch (RuntimeException failure) {
            removeWhatCame(daemon, repository, tag, nameBefore, imagesBefore);
            throw failure;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The daemon may have taken the image although the answer never came, as after an interruption. */
    private static void removeWhatCame(
            DockerDaemon daemon, String repository, String tag, Optional<String> nameBefore, Set<String> imagesBefore) {
        boolean interrupted = Thread.interrupted();
        try {
            daemon.imageId(repository + ":" + tag)
                    .filter(id -> !nameBefore.equals(Optional.of(id)))
                    .ifPresent(id -> new LoadedImage(
                                    daemon,
                                    repository,
                                    tag,
                                    nameBefore,
                                    imagesBefore,
                                    Set.copyOf(daemon.containersOf(id)),
                                    id)
                            .close());
        } catch (EnvironmentException unreachable) {
            LOG.debugf(unreachable, "%s:%s may be left in the daemon", repository, tag);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Stands for the image whatever happens to its name. */
    public String id() {
        return id;
    }

    /** The test did not come to its end; what it asked the daemon for last may be done only after it is gone. */
    public void testWasBrokenOff() {
        brokenOff = true;
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            Optional<EnvironmentException> failure = putBack();
            long end = System.nanoTime() + PATIENCE.toNanos();
            while ((brokenOff || failure.isPresent()) && System.nanoTime() < end) {
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
                failure = putBack();
            }
            if (failure.isPresent()) {
                throw failure.get();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What cannot be put back is no reason to leave the rest. */
    private Optional<EnvironmentException> putBack() {
        Optional<EnvironmentException> first = Optional.empty();
        List<Runnable> steps =
                List.of(this::removeContainers, this::removeImagesOnTop, this::restoreName, this::removeImage);
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (EnvironmentException failure) {
                first = first.or(() -> Optional.of(failure));
            }
        }
        return first;
    }

    private void removeContainers() {
        removeContainers(id);
    }

    private void removeContainers(String image) {
        daemon.containersOf(image).stream()
                .filter(container -> !containersBefore.contains(container))
                .forEach(daemon::removeContainer);
    }

    private void removeImagesOnTop() {
        daemon.imagesOn(id).stream()
                .filter(image -> !imagesBefore.contains(image))
                .forEach(image -> {
                    removeContainers(image);
                    daemon.remove(image);
                });
    }

    private void removeImage() {
        if (!imagesBefore.contains(id)) {
            daemon.remove(id);
        }
    }

    /** A name that is the last one of an image cannot be removed without the image. */
    private void restoreName() {
        if (nameBefore.isPresent()) {
            if (!nameBefore.get().equals(id)) {
                daemon.tag(nameBefore.get(), repository, tag);
            }
        } else if (!imagesBefore.contains(id) || daemon.namesOf(id).size() > 1) {
            daemon.remove(repository + ":" + tag);
        }
    }
}
