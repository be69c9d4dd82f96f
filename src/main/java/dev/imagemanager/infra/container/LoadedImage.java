package dev.imagemanager.infra.container;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * An archive's image in a Docker daemon for as long as it is needed. Closing it leaves the daemon as it was: containers
 * and images that came since are gone, and the image's name stands again for what it stood for before.
 */
public final class LoadedImage implements AutoCloseable {

    private final DockerDaemon daemon;
    private final String repository;
    private final String tag;
    private final Optional<String> nameBefore;
    private final Set<String> imagesBefore;
    private final Set<String> containersBefore;
    private final String id;

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
        daemon.load(archive);
        String id = daemon.imageId(name)
                .orElseThrow(() -> new IllegalStateException(archive + " holds no image called " + name));
        Set<String> containersBefore = imagesBefore.contains(id) ? new HashSet<>(daemon.containersOf(id)) : Set.of();
        return new LoadedImage(daemon, repository, tag, nameBefore, imagesBefore, containersBefore, id);
    }

    /** Stands for the image whatever happens to its name. */
    public String id() {
        return id;
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            daemon.containersOf(id).stream()
                    .filter(container -> !containersBefore.contains(container))
                    .forEach(daemon::removeContainer);
            daemon.imagesOn(id).stream()
                    .filter(image -> !imagesBefore.contains(image))
                    .forEach(daemon::remove);
            restoreName();
            if (!imagesBefore.contains(id)) {
                daemon.remove(id);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
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
