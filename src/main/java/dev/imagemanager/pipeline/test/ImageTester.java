package dev.imagemanager.pipeline.test;

import dev.imagemanager.model.TargetName;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.nio.file.Path;

/** Runs the tests of an image. */
public interface ImageTester {

    /**
     * @param digest of the image's manifest
     * @param archive of the image
     * @param testFile the tests
     */
    record Request(TargetName target, Platform platform, Digest digest, Path archive, Path testFile) {}

    /**
     * @return the platform of the Docker daemon
     * @throws dev.imagemanager.problem.EnvironmentException if tools or daemons are missing
     */
    Platform connect();

    /**
     * Tests an image. Removes everything that it created outside of the fleet, also after a failure.
     *
     * @throws dev.imagemanager.problem.InputException if the test file is not valid
     * @throws dev.imagemanager.problem.EnvironmentException if the tests could not be run
     * @throws InterruptedException if interrupted
     */
    TestReport test(Request request) throws InterruptedException;
}
