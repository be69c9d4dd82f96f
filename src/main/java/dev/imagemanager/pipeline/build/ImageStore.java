package dev.imagemanager.pipeline.build;

import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Stores the images of a fleet's builds and provides them to dependent builds. Safe for use by several threads. */
public interface ImageStore {

    /** Returns the references that the builder pushes an image to; empty if the store reads the archive instead. */
    List<ImageReference> pushReferences(String repository, List<String> tags);

    /**
     * Adds a new image under a name.
     *
     * @param digest of its manifest
     * @throws dev.imagemanager.problem.EnvironmentException if it cannot be stored
     */
    void add(String repository, String tag, Digest digest, Path archive);

    /**
     * Restores an image that the store lost.
     *
     * @param tags the tag of the image, then those that only registries need
     * @param archive of the image
     * @return whether the store has the image now
     * @throws InterruptedException if interrupted
     */
    boolean restore(String repository, List<String> tags, Digest digest, Path archive) throws InterruptedException;

    /** Returns the digest of a name; empty if the store does not have the complete image. */
    Optional<Digest> digestOf(String repository, String tag) throws InterruptedException;

    /** Returns an image of the store as a build context. */
    PinnedImage pinned(String repository, Digest digest);

    /**
     * Writes an OCI image index for the images of several platforms.
     *
     * @param digests of manifests in the store
     * @return the index's digest
     */
    Digest putIndex(String repository, String tag, Map<Platform, Digest> digests) throws InterruptedException;

    /**
     * Removes all other images if the store belongs only to this fleet.
     *
     * @param names {@code repository:tag} of all images to keep
     */
    void retain(Set<String> names);
}
