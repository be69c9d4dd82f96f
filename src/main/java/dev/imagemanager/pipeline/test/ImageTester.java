package dev.imagemanager.pipeline.test;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Runs the tests of an image. */
public interface ImageTester {

    /**
     * @param digest of the image's manifest
     * @param archive of the image
     * @param testFile the tests
     * @param timeLimit for all tests together
     */
    record Request(
            TargetName target, Platform platform, Digest digest, Path archive, Path testFile, Duration timeLimit) {}

    /**
     * Checks a test file before services are started.
     *
     * @param shown the file in messages
     * @return what the file must not contain
     */
    List<Problem> check(Path shown, byte[] content);

    /**
     * Connects to a Docker daemon for tests.
     *
     * @param address of the daemon, as in {@code DOCKER_HOST}
     * @param fleetDirectory the fleet, absolute; the daemon may be its own
     * @throws dev.imagemanager.problem.EnvironmentException if it does not respond or the test program is not
     *     installed
     */
    Tester connect(String address, Path fleetDirectory);

    /** A connected tester. Safe for use by several threads. */
    interface Tester {

        /** Returns the platform of the daemon's containers. */
        Platform platform();

        /**
         * Returns whether the daemon runs containers for a platform, perhaps by emulation.
         *
         * @throws dev.imagemanager.problem.EnvironmentException if the daemon fails
         * @throws InterruptedException if the calling thread is interrupted
         */
        boolean runs(Platform platform) throws InterruptedException;

        /**
         * Tests an image. Removes everything that it created in the daemon, also after a failure.
         *
         * @throws dev.imagemanager.pipeline.step.TimeLimitException if the tests exceed the time limit
         * @throws dev.imagemanager.problem.InputException if the test file is invalid
         * @throws dev.imagemanager.problem.EnvironmentException if the tests cannot be run
         * @throws InterruptedException if the calling thread is interrupted
         */
        TestReport test(Request request) throws InterruptedException;
    }
}
