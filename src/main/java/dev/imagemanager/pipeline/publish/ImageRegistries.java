package dev.imagemanager.pipeline.publish;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.PublishPlace;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Registries that images are brought from and to. */
public interface ImageRegistries {

    /**
     * Connects to the images that were built.
     *
     * @param directory the fleet's directory
     * @param registry the build registry; empty for the fleet's own image layout
     * @throws dev.imagemanager.problem.EnvironmentException if it does not respond, or does not exist
     */
    Source built(Path directory, Optional<Registry> registry) throws InterruptedException;

    /**
     * Connects to images that were published.
     *
     * @throws dev.imagemanager.problem.EnvironmentException if the registry does not respond
     */
    Source published(PublishPlace place) throws InterruptedException;

    /**
     * Connects to where images are to be published.
     *
     * @throws dev.imagemanager.problem.EnvironmentException if the registry does not respond
     */
    Destination to(PublishPlace place) throws InterruptedException;

    /** Has images. Methods throw an EnvironmentException if it cannot be asked. Safe for use by several threads. */
    interface Source {

        /** Returns the digest that a tag stands for; empty if it does not exist. */
        Optional<Digest> digestOf(TargetName tag) throws InterruptedException;

        /**
         * Returns the image for each platform of a manifest or an index.
         *
         * @param image of the fleet
         */
        Map<Platform, Digest> platforms(String image, Digest digest) throws InterruptedException;

        /**
         * Returns the digest of what has exactly these images: that of which {@link #platforms} told them, else the manifest
         * of the only one, else their index.
         *
         * @param image of the fleet
         * @param annotations of the index
         */
        Digest digest(String image, Map<Platform, Digest> platforms, SortedMap<String, String> annotations)
                throws InterruptedException;

        /**
         * Returns the labels of an image.
         *
         * @param image of the fleet
         * @param manifest of one platform
         */
        Map<String, String> labels(String image, Digest manifest) throws InterruptedException;

        @Override
        String toString();
    }

    /** Where images are published. Methods throw an EnvironmentException if it refuses. Safe for use by several threads. */
    interface Destination {

        PublishPlace place();

        /** Returns the digest that a tag stands for; empty if it does not exist. */
        Optional<Digest> digestOf(String image, String tag) throws InterruptedException;

        /** Returns the version that the labels of an image say (OCI Image Specification, "Pre-Defined Annotation Keys"). */
        Optional<String> versionOf(String image, Digest digest) throws InterruptedException;

        /**
         * Brings an image or an index with its images here, but nothing that is here already. Tags stay what they are.
         *
         * @param source that has it
         * @param image of the fleet
         * @return how many bytes were sent
         */
        long copy(Source source, String image, Digest digest) throws InterruptedException;

        /**
         * Sets a tag to an image that is here.
         *
         * @param image of the fleet
         */
        void tag(String image, String tag, Digest digest) throws InterruptedException;

        /**
         * Removes a tag, not the image.
         *
         * @param image of the fleet
         * @return whether the registry can do that
         */
        boolean untag(String image, String tag) throws InterruptedException;
    }
}
