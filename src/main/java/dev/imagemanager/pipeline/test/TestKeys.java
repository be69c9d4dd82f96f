package dev.imagemanager.pipeline.test;

import dev.imagemanager.model.Target;
import dev.imagemanager.output.OutputPaths;
import dev.imagemanager.pipeline.build.ContentKey;
import dev.imagemanager.pipeline.generate.GeneratedFleet;
import dev.imagemanager.reference.Digest;
import dev.imagemanager.reference.Platform;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Computes the keys of tests: what decides whether a test passes. The Docker daemon is no part of it, as the machine of a
 * build is none of its key. Safe for use by several threads.
 */
final class TestKeys {

    static final String IMAGE = "image";
    static final String PLATFORM = "platform";
    static final String TEST_FILE = "test file";
    static final String TESTER = "tester";

    private final GeneratedFleet fleet;
    private final ImageTester tester;
    private Optional<String> identity = Optional.empty();
    private boolean isIdentified;

    TestKeys(GeneratedFleet fleet, ImageTester tester) {
        this.fleet = fleet;
        this.tester = tester;
    }

    ContentKey of(Target target, Platform platform, Digest image) throws InterruptedException {
        byte[] file = fleet.rendered()
                .get(target.name())
                .files()
                .get(OutputPaths.test(target.name()))
                .content();
        Optional<String> dependence = tester.dependence(file);
        if (dependence.isPresent()) {
            return new ContentKey.Unknown(dependence.get());
        }
        Optional<String> program = identity();
        if (program.isEmpty()) {
            return new ContentKey.Unknown("the version of the test program is not known");
        }
        SortedMap<String, String> inputs = new TreeMap<>();
        inputs.put(IMAGE, image.toString());
        inputs.put(PLATFORM, platform.toString());
        inputs.put(TEST_FILE, Digest.of(file).hex());
        inputs.put(TESTER, program.get());
        return new ContentKey.Known(inputs);
    }

    /** Asks only once, and only if it matters. */
    private synchronized Optional<String> identity() throws InterruptedException {
        if (!isIdentified) {
            identity = tester.identity();
            isIdentified = true;
        }
        return identity;
    }
}
