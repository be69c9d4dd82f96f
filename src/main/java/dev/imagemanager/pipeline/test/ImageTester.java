package dev.imagemanager.pipeline.test;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.model.settings.Registry;
import dev.imagemanager.problem.Problem;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs the tests of an image. */
public interface ImageTester {

    /** Writes the archive of an image, unless it is there. */
    interface Archive {

        /**
         * @return an absolute path
         * @throws dev.imagemanager.problem.EnvironmentException if it cannot be written
         */
        Path require() throws InterruptedException;
    }

    /**
     * @param digest of the image's manifest
     * @param archive of the image, for where it cannot be pulled
     * @param testFile the tests
     * @param timeLimit for all tests together
     */
    record Request(
            TargetName target, Platform platform, Digest digest, Archive archive, Path testFile, Duration timeLimit) {}

    /**
     * Checks a test file before services are started.
     *
     * @param shown the file in messages
     * @return what the file must not contain
     */
    List<Problem> check(Path shown, byte[] content);

    /**
     * Returns what runs the tests: another text if the same test may have another result. Calls no daemon.
     *
     * @return empty if that is not known
     * @throws InterruptedException if the calling thread is interrupted
     */
    Optional<String> identity() throws InterruptedException;

    /**
     * Returns on what the result of a test file depends beside the image, as a clause: {@code it reads files of the machine}.
     *
     * @param content of a file that {@link #check} found nothing in
     * @return empty if on nothing
     */
    Optional<String> dependence(byte[] content);

    /**
     * Connects to a Docker daemon for tests.
     *
     * @param address of the daemon, as in {@code DOCKER_HOST}
     * @param fleetDirectory the fleet, absolute; the daemon may be its own
     * @param registry that has the images, if there is one
     * @param notes receives a note if the daemon does not reach that
     * @throws dev.imagemanager.problem.EnvironmentException if it does not respond or the test program is not
     *     installed
     */
    Tester connect(String address, Path fleetDirectory, Optional<Registry> registry, Consumer<Problem> notes);

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
         * Tests an image. Removes everything that it created in the daemon, also after a failure, except
         * for what {@link #finish} removes.
         *
         * @throws dev.imagemanager.pipeline.step.TimeLimitException if the tests exceed the time limit
         * @throws dev.imagemanager.problem.InputException if the test file is invalid
         * @throws dev.imagemanager.problem.EnvironmentException if the tests cannot be run
         * @throws InterruptedException if the calling thread is interrupted
         */
        TestReport test(Request request) throws InterruptedException;

        /** Removes what it kept in the daemon between tests. */
        void finish();
    }
}
