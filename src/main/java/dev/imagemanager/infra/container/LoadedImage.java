package dev.imagemanager.infra.container;

import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * An archive's image in a Docker daemon for as long as it is needed, as a {@link UniqueImage}: whoever else uses the
 * daemon, be it with the same image or the same name, neither sees a change nor makes one. Closing it removes the image,
 * the containers that were made from it, and what was committed from those.
 */
public final class LoadedImage implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LoadedImage.class);
    private static final String REPOSITORY = "image-manager-test";
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final DockerDaemon daemon;
    private final String name;
    private final String id;
    private boolean brokenOff;

    private LoadedImage(DockerDaemon daemon, String name, String id) {
        this.daemon = daemon;
        this.name = name;
        this.id = id;
    }

    /**
     * @param archivedName what the image is called in the archive
     * @throws InputException if the archive has another image
     * @throws EnvironmentException if it cannot be read or loaded
     */
    public static LoadedImage load(DockerDaemon daemon, Path archive, String archivedName) {
        String name = REPOSITORY + ":" + UUID.randomUUID();
        try (UniqueImage image = new UniqueImage(archive, name)) {
            if (!image.archivedNames().contains(archivedName)) {
                throw new InputException(Problem.error(archive + " holds no image called " + archivedName)
                        .withHint("build it again with --force"));
            }
            return load(daemon, image, name, archive);
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot read " + archive + ": " + FailureReason.of(failure))
                            .withHint("build it again with --force"),
                    failure);
        }
    }

    private static LoadedImage load(DockerDaemon daemon, UniqueImage image, String name, Path archive)
            throws IOException {
        boolean interrupted = false;
        try {
            daemon.load(image.content(), archive.toString());
            interrupted = Thread.interrupted();
            String id = daemon.imageId(name)
                    .orElseThrow(() -> new EnvironmentException(Problem.error("the Docker daemon at " + daemon.address()
                                    + " has no image after it loaded " + archive)
                            .withHint("look into the daemon's log, and repeat the command")));
            return new LoadedImage(daemon, name, id);
        } catch (RuntimeException failure) {
            removeWhatCame(daemon, name);
            throw failure;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The daemon may have taken the image although the answer never came, as after an interruption. */
    private static void removeWhatCame(DockerDaemon daemon, String name) {
        boolean interrupted = Thread.interrupted();
        try {
            daemon.imageId(name).ifPresent(id -> new LoadedImage(daemon, name, id).close());
        } catch (EnvironmentException unreachable) {
            LOG.debugf(unreachable, "%s may be left in the daemon", name);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What the image is called in the daemon. */
    public String name() {
        return name;
    }

    /** The test did not come to its end; what it asked the daemon for last may be done only after it is gone. */
    public void testWasBrokenOff() {
        brokenOff = true;
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            Optional<EnvironmentException> failure = remove();
            long end = System.nanoTime() + PATIENCE.toNanos();
            while ((brokenOff || failure.isPresent()) && System.nanoTime() < end) {
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
                failure = remove();
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

    /** What cannot be removed is no reason to leave the rest. */
    private Optional<EnvironmentException> remove() {
        Optional<EnvironmentException> first = Optional.empty();
        for (Runnable step : List.<Runnable>of(this::removeContainers, this::removeImages)) {
            try {
                step.run();
            } catch (EnvironmentException failure) {
                first = first.or(() -> Optional.of(failure));
            }
        }
        return first;
    }

    private void removeContainers() {
        daemon.containersOf(images()).forEach(daemon::removeContainer);
    }

    /** One that others were made on top of can only go after those. */
    private void removeImages() {
        List<String> onTop = images();
        onTop.remove(id);
        Collections.reverse(onTop);
        onTop.forEach(daemon::remove);
        daemon.remove(name);
    }

    /** The ids of this image and of all that were made on top of it, each after the one that it was made on top of. */
    private List<String> images() {
        Map<String, String> parents = daemon.parents();
        List<String> found = new ArrayList<>(List.of(id));
        for (int i = 0; i < found.size(); i++) {
            String parent = found.get(i);
            parents.forEach((image, its) -> {
                if (its.equals(parent)) {
                    found.add(image);
                }
            });
        }
        return found;
    }
}
