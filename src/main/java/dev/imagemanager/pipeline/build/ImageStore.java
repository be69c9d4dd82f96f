package dev.imagemanager.pipeline.build;

import dev.imagemanager.model.Platform;
import dev.imagemanager.model.Registry;
import java.util.Map;
import java.util.Optional;

/** The registry that every build goes to. */
public interface ImageStore {

    /**
     * @throws dev.imagemanager.problem.EnvironmentException if it does not answer
     * @throws InterruptedException if the work was to end
     */
    void connect(Registry registry) throws InterruptedException;

    /** The digest that a reference stands for there; empty if the registry has no such image. */
    Optional<String> digestOf(Registry registry, String repository, String tagOrDigest) throws InterruptedException;

    /**
     * Puts one name over the images of several platforms, as an OCI image index.
     *
     * @param digests the pushed manifests
     * @return the index's digest
     */
    String putIndex(Registry registry, String repository, String tag, Map<Platform, String> digests)
            throws InterruptedException;
}
