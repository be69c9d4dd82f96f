package dev.imagemanager.pipeline.test;

import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.MemoryTrust;
import dev.imagemanager.pipeline.build.ContentKey;
import dev.imagemanager.reference.Digest;
import java.util.Optional;

/** Keeps the reports of tests in the build registry, beside the images, where every machine finds them. */
public interface TestMemory {

    /**
     * Connects to a registry.
     *
     * @param trust in what it has
     * @throws dev.imagemanager.problem.EnvironmentException if it does not respond
     */
    Place in(Registry registry, MemoryTrust trust) throws InterruptedException;

    /** The memory of one registry. Safe for use by several threads. */
    interface Place {

        /**
         * Returns the last report that was kept of a test. Makes one request.
         *
         * @param repository of the image
         * @param image the manifest of the tested image
         * @return empty if there is none
         * @throws dev.imagemanager.problem.EnvironmentException if the registry cannot be asked, or has something else than a
         *     report about this image that is believed
         */
        Optional<byte[]> find(String repository, Digest image, ContentKey.Known key) throws InterruptedException;

        /**
         * Keeps a report, instead of an earlier one of the same test.
         *
         * @param repository of the image
         * @param image the manifest of the tested image
         * @throws dev.imagemanager.problem.EnvironmentException if the registry does not take it
         */
        void put(String repository, Digest image, ContentKey.Known key, byte[] report) throws InterruptedException;
    }
}
