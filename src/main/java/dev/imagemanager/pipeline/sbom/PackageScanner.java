package dev.imagemanager.pipeline.sbom;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.pipeline.build.PinnedImage;
import dev.imagemanager.reference.Platform;
import java.time.Duration;
import java.util.Optional;

/** Finds the packages in images. */
public interface PackageScanner {

    /**
     * The program that scans. Another identity may find other packages.
     *
     * @param name of the program
     */
    record Identity(String name, String version) {
        @Override
        public String toString() {
            return name + " " + version;
        }
    }

    /** @param image by the digest of its manifest for the platform */
    record Request(TargetName target, Platform platform, PinnedImage image, Duration timeLimit) {}

    /**
     * What one scan found, in two formats. It comes from a program that read what strangers wrote.
     *
     * @param spdx SPDX 2.3 as JSON
     * @param cycloneDx CycloneDX 1.6 as JSON
     */
    record Scan(byte[] spdx, byte[] cycloneDx) {}

    /**
     * Returns the program that scans, or that of the one that can be installed.
     *
     * @return empty if that is not known
     * @throws InterruptedException if the calling thread is interrupted
     */
    Optional<Identity> identity() throws InterruptedException;

    /**
     * Finds the program.
     *
     * @param registry that has the images, if there is one
     * @throws dev.imagemanager.problem.EnvironmentException if it is not installed
     * @throws InterruptedException if the calling thread is interrupted
     */
    Scanner connect(Optional<Registry> registry) throws InterruptedException;

    /** A scanner that is there. Safe for use by several threads. */
    interface Scanner {

        Identity identity();

        /**
         * Scans an image.
         *
         * @throws dev.imagemanager.pipeline.step.TimeLimitException if that exceeds the time limit
         * @throws dev.imagemanager.problem.EnvironmentException if the image cannot be read
         * @throws InterruptedException if the calling thread is interrupted
         */
        Scan scan(Request request) throws InterruptedException;
    }
}
