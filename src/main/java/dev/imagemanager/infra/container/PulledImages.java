package dev.imagemanager.infra.container;

import dev.imagemanager.infra.credentials.RegistryAccount;
import dev.imagemanager.problem.EnvironmentException;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Images that a Docker daemon pulled for this program. They stay until this is closed, so that the daemon pulls and unpacks
 * each layer once, however many images have it; an image that was there before stays there. What is worked with is a {@link
 * LoadedImage} of the same layers.
 */
public final class PulledImages implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(PulledImages.class);

    private final DockerDaemon daemon;
    private final Set<ImageReference> pulled = ConcurrentHashMap.newKeySet();
    private final Thread onExit = new Thread(this::end, "remove pulled images");
    private volatile boolean isEnding;
    private boolean isHooked;

    public PulledImages(DockerDaemon daemon) {
        this.daemon = daemon;
    }

    /**
     * Returns an image that the daemon has or pulls.
     *
     * @param image with a registry and a digest
     * @param configuration of the image
     * @throws EnvironmentException if it cannot be pulled or used
     * @throws InterruptedException if the calling thread is interrupted
     */
    public LoadedImage load(
            ImageReference image, byte[] configuration, Optional<RegistryAccount> account, DaemonTest test)
            throws InterruptedException {
        if (isThere(image, configuration)) {
            try {
                return LoadedImage.ofLayers(daemon, configuration, image.toString(), test);
            } catch (EnvironmentException removed) {
                LOG.debugf(removed, "%s was removed by another program", image);
            }
        }
        pull(image, account);
        return LoadedImage.ofLayers(daemon, configuration, image.toString(), test);
    }

    /** The id of an image is the digest of its configuration. Whoever has it under another name, or none, keeps it. */
    private boolean isThere(ImageReference image, byte[] configuration) {
        return daemon.imageId(Digest.of(configuration).toString()).isPresent()
                || daemon.imageId(image.toString()).isPresent();
    }

    private void pull(ImageReference image, Optional<RegistryAccount> account) throws InterruptedException {
        removeOnExit();
        pulled.add(image);
        try {
            daemon.pull(image, account);
            if (isEnding) {
                throw new InterruptedException();
            }
        } catch (InterruptedException end) {
            remove(image);
            throw end;
        }
    }

    /** A program that is interrupted does not get as far as closing this. */
    private synchronized void removeOnExit() throws InterruptedException {
        if (!isHooked) {
            try {
                Runtime.getRuntime().addShutdownHook(onExit);
                isHooked = true;
            } catch (IllegalStateException alreadyShuttingDown) {
                throw new InterruptedException();
            }
        }
    }

    private void end() {
        isEnding = true;
        pulled.forEach(this::remove);
    }

    private void remove(ImageReference image) {
        try {
            Uninterrupted.get(() -> {
                daemon.remove(image.toString());
                return image;
            });
            pulled.remove(image);
        } catch (EnvironmentException failure) {
            LOG.debugf(failure, "%s may be left in the daemon", image);
        }
    }

    @Override
    public synchronized void close() {
        pulled.forEach(this::remove);
        if (isHooked) {
            try {
                Runtime.getRuntime().removeShutdownHook(onExit);
                isHooked = false;
            } catch (IllegalStateException alreadyShuttingDown) {
                LOG.debug("the program is ending");
            }
        }
    }
}
