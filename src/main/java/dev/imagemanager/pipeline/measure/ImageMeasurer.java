package dev.imagemanager.pipeline.measure;

import dev.imagemanager.model.MeasuredAlias;
import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.PublishPlace;
import dev.imagemanager.pipeline.test.ImageTester;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds out what is in images. */
public interface ImageMeasurer {

    /** In bytes, of what is read of an output or a file. */
    int LONGEST = 4096;

    /**
     * @param digest of the image's manifest
     * @param archive of the image, for where it cannot be pulled
     */
    record Request(
            TargetName target,
            Platform platform,
            Digest digest,
            ImageTester.Archive archive,
            MeasuredAlias.InContainer source) {}

    /**
     * Connects to the Docker daemon for tests.
     *
     * @param address of the daemon, as in {@code DOCKER_HOST}
     * @param fleetDirectory the fleet, absolute; the daemon may be its own
     * @param place that has the images, if there is one
     * @param notes receives a note if the daemon does not reach that
     * @throws dev.imagemanager.problem.EnvironmentException if it does not respond
     */
    Measurer connect(String address, Path fleetDirectory, Optional<PublishPlace> place, Consumer<Problem> notes);

    /** A connected measurer. Safe for use by several threads. */
    interface Measurer {

        /** Returns the platform of the daemon's containers. */
        Platform platform();

        /**
         * Returns whether the daemon runs containers for a platform, perhaps by emulation.
         *
         * @throws dev.imagemanager.problem.EnvironmentException if the daemon fails
         */
        boolean runs(Platform platform) throws InterruptedException;

        /**
         * Runs a program in a container without a network, or reads a file. Removes everything that it created in the daemon,
         * also after a failure, except for what {@link #finish} removes.
         *
         * @return the beginning of what the program prints, or of the file; at most {@link #LONGEST} bytes of it
         * @throws MeasurementException if the image cannot tell
         * @throws dev.imagemanager.problem.EnvironmentException if the daemon fails
         */
        String measure(Request request) throws InterruptedException, MeasurementException;

        /** Removes what it kept in the daemon. */
        void finish();
    }

    /** The image cannot tell what is in it. The message is a clause: {@code the file /etc/version does not exist}. */
    final class MeasurementException extends Exception {

        private static final long serialVersionUID = 1;

        public MeasurementException(String message) {
            super(message);
        }
    }
}
