package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.pipeline.MemoryTrust;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;

/** Stores the images of a fleet's builds and provides them to dependent builds. Safe for use by several threads. */
public interface ImageStore {

    /** Returns whether new images come from archives; otherwise the builder pushes them. */
    boolean readsArchives();

    /** Returns the references that the builder pushes an image to; empty if the store reads archives. */
    List<ImageReference> pushReferences(String repository, List<String> tags);

    /**
     * Adds a new image under a name, if the store reads archives.
     *
     * @param digest of its manifest
     * @throws dev.imagemanager.problem.EnvironmentException if it cannot be stored
     */
    void add(String repository, String tag, Digest digest, Path archive);

    /**
     * Restores an image that the store lost.
     *
     * @param archive of the image
     * @return whether the store has the image now
     * @throws InterruptedException if interrupted
     */
    boolean restore(String repository, String tag, Digest digest, Path archive) throws InterruptedException;

    /** Returns whether the store has a complete image under a name. */
    default boolean has(String repository, String tag, Digest digest) throws InterruptedException {
        return digestOf(repository, tag).equals(Optional.of(digest));
    }

    /** Returns the digest of a name; empty if the store does not have the complete image. */
    Optional<Digest> digestOf(String repository, String tag) throws InterruptedException;

    /**
     * Returns the image with the tag of a content key; empty if there is none that is believed.
     *
     * @param notes receives why something that has the tag is not used
     */
    default Optional<Digest> remembered(String repository, String keyTag, MemoryTrust trust, Consumer<Problem> notes)
            throws InterruptedException {
        return digestOf(repository, keyTag);
    }

    /**
     * Sets a name to an image of the same repository that the store has.
     *
     * @param digest of its manifest
     * @throws dev.imagemanager.problem.EnvironmentException if the store does not have it
     */
    void tag(String repository, String tag, Digest digest) throws InterruptedException;

    /**
     * Sets the tag of a content key to an image that was built with it, if the store has such tags and the trust allows it.
     *
     * @param keyTag empty if the key is not known
     * @param digest of its manifest
     * @return the size of its configuration and layers as they are stored, in bytes
     */
    long accept(String repository, Optional<String> keyTag, Digest digest, MemoryTrust trust)
            throws InterruptedException;

    /**
     * Writes an image of the store as an archive for {@code docker load}. The file is replaced atomically.
     *
     * @param name of the image in the archive
     * @param digest of its manifest
     * @return what was written
     * @throws dev.imagemanager.problem.EnvironmentException if the store does not have all of the image, or the archive
     *     cannot be written
     */
    ArchiveContent export(TargetName name, Digest digest, Path archive) throws InterruptedException;

    /** Returns an image of the store as a build context. */
    PinnedImage pinned(String repository, Digest digest);

    /**
     * Writes an OCI image index for the images of several platforms.
     *
     * @param digests of manifests in the store
     * @param annotations of the index
     * @return the index's digest
     */
    Digest putIndex(String repository, String tag, Map<Platform, Digest> digests, SortedMap<String, String> annotations)
            throws InterruptedException;

    /**
     * Removes all other images if the store belongs only to this fleet.
     *
     * @param names {@code repository:tag} of all images to keep
     */
    void retain(Set<String> names);
}
