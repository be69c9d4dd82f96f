package dev.imagemanager.infra.container;

import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.problem.FailureReason;
import dev.imagemanager.problem.InputException;
import dev.imagemanager.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * The image of an archive, loaded into a Docker daemon as a {@link UniqueImage}, so that it does not conflict with
 * other users of the daemon that use the same image or name. Closing it removes the image, its containers, and the
 * images committed from them.
 */
public final class LoadedImage implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LoadedImage.class);
    private static final String REPOSITORY = "image-manager-test";
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final DockerDaemon daemon;
    private final String name;
    private final String id;
    private final Runnable onRemoved;
    private boolean brokenOff;

    private LoadedImage(DockerDaemon daemon, String name, String id, Runnable onRemoved) {
        this.onRemoved = onRemoved;
        this.daemon = daemon;
        this.name = name;
        this.id = id;
    }

    /**
     * @param archivedName the name of the image in the archive
     * @throws InputException if the archive contains another image
     * @throws EnvironmentException if it cannot be read or loaded
     */
    public static LoadedImage load(DockerDaemon daemon, Path archive, String archivedName, DaemonTest test) {
        String name = nameOf(test.id());
        try (UniqueImage image = new UniqueImage(archive, name)) {
            if (!image.archivedNames().contains(archivedName)) {
                throw new InputException(Problem.error(archive + " does not contain an image named " + archivedName)
                        .withHint("build it again with --force"));
            }
            return load(daemon, image.content(), name, archive.toString(), test.end());
        } catch (IOException failure) {
            throw new EnvironmentException(
                    Problem.error("cannot read " + archive + ": " + FailureReason.of(failure))
                            .withHint("build it again with --force"),
                    failure);
        }
    }

    private static String nameOf(String testId) {
        return REPOSITORY + ":" + testId;
    }

    /** Removes what a program that was killed left of a test, which may still be running. */
    public static void removeLeftover(DockerDaemon daemon, String testId) {
        String name = nameOf(testId);
        daemon.imageId(name).ifPresent(id -> {
            try (LoadedImage leftover = new LoadedImage(daemon, name, id, () -> {})) {
                leftover.testWasBrokenOff();
            }
        });
    }

    /**
     * Makes an image from layers that the daemon has.
     *
     * @param description of the image, for messages
     * @throws EnvironmentException if it does not have them
     */
    static LoadedImage ofLayers(DockerDaemon daemon, byte[] configuration, String description, DaemonTest test) {
        String name = nameOf(test.id());
        try {
            return load(daemon, UniqueImage.withoutLayers(configuration, name), name, description, test.end());
        } catch (IOException invalid) {
            throw new EnvironmentException(
                    Problem.error(description + " cannot be used: " + FailureReason.of(invalid)), invalid);
        }
    }

    private static LoadedImage load(
            DockerDaemon daemon, InputStream content, String name, String description, Runnable onRemoved) {
        boolean interrupted = false;
        try {
            daemon.load(content, description);
            interrupted = Thread.interrupted();
            String id = daemon.imageId(name)
                    .orElseThrow(() -> new EnvironmentException(Problem.error("the Docker daemon at " + daemon.address()
                                    + " does not have the image after loading " + description)
                            .withHint("see the daemon's log, and repeat the command")));
            return new LoadedImage(daemon, name, id, onRemoved);
        } catch (RuntimeException failure) {
            removeWhatCame(daemon, name);
            throw failure;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Removes the image after a failure. The daemon may have loaded it although there was no response, for example
     * after an interruption.
     */
    private static void removeWhatCame(DockerDaemon daemon, String name) {
        boolean interrupted = Thread.interrupted();
        try {
            daemon.imageId(name).ifPresent(id -> new LoadedImage(daemon, name, id, () -> {}).close());
        } catch (EnvironmentException unreachable) {
            LOG.debugf(unreachable, "%s may be left in the daemon", name);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns the name of the image in the daemon. */
    public String name() {
        return name;
    }

    /**
     * Reports that the test was interrupted. The daemon may complete its last request after the test program has
     * exited.
     */
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
            onRemoved.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Removes as much as possible and returns the first failure. */
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

    /** Removes child images before their parents. */
    private void removeImages() {
        List<String> onTop = images();
        onTop.remove(id);
        Collections.reverse(onTop);
        onTop.forEach(daemon::remove);
        daemon.remove(name);
    }

    /** Returns the ids of this image and all images based on it, parents first. */
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
