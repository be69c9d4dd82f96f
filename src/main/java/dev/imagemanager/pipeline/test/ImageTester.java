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
     * @param address of the Docker daemon that images are tested in
     * @throws dev.imagemanager.problem.EnvironmentException if it does not answer or the tool for it is missing
     */
    Tester connect(String address);

    /** What there is to test with. Safe for use by several threads. */
    interface Tester {

        /** What images are run on. */
        Platform platform();

        /**
         * Leaves everything outside as it was, also after a failure.
         *
         * @throws dev.imagemanager.problem.InputException if the test file has mistakes
         * @throws dev.imagemanager.problem.EnvironmentException if the tests could not be run
         * @throws InterruptedException if the work was to end
         */
        TestReport test(Request request) throws InterruptedException;
    }
}
