package dev.imagemanager.pipeline.build;

import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.ImageReference;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where every build of a fleet goes, and where what builds on it finds it. Safe for use by several threads. */
public interface ImageStore {

    /** What the builder is to push an image as; empty if the store takes it from its archive instead. */
    List<ImageReference> pushReferences(String repository, List<String> tags);

    /**
     * Takes an image that was just built, under a name.
     *
     * @param digest of its manifest
     * @throws dev.imagemanager.problem.EnvironmentException if it cannot be kept
     */
    void add(String repository, String tag, Digest digest, Path archive);

    /**
     * Takes an image back that the store lost.
     *
     * @param tags the one that it is asked for by, then those that only registries need
     * @param archive that the image's build left
     * @return whether the image is there now
     * @throws InterruptedException if the work was to end
     */
    boolean restore(String repository, List<String> tags, Digest digest, Path archive) throws InterruptedException;

    /** The digest that a name stands for there; empty if the store does not have all of the image. */
    Optional<Digest> digestOf(String repository, String tag) throws InterruptedException;

    /** Where an image of the store is for those that build on it. */
    PinnedImage pinned(String repository, Digest digest);

    /**
     * Puts one name over the images of several platforms, as an OCI image index.
     *
     * @param digests of manifests that the store has
     * @return the index's digest
     */
    Digest putIndex(String repository, String tag, Map<Platform, Digest> digests) throws InterruptedException;

    /**
     * Gives up what has another name, if the store is the fleet's alone.
     *
     * @param names {@code repository:tag} of everything that the fleet may want
     */
    void retain(Set<String> names);
}
