package dev.imagemanager.pipeline.test;

import dev.imagemanager.pipeline.build.ContentKey;
import dev.imagemanager.pipeline.step.PlannedReason;
import dev.imagemanager.reference.Platform;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The decision whether to test a target. */
sealed interface TestDecision {

    /**
     * Nothing to test: the same test has passed.
     *
     * @param isRemembered whether the build registry has the report, and not {@code dist/}
     */
    record UpToDate(TestRecord record, boolean isRemembered) implements TestDecision {}

    /**
     * Test the image.
     *
     * @param platform empty if only the Docker daemon can tell
     * @param key empty if only the Docker daemon can tell
     * @param reasons at least one
     */
    record Test(Optional<Platform> platform, Optional<ContentKey> key, List<PlannedReason> reasons)
            implements TestDecision {
        public Test {
            reasons = List.copyOf(reasons);
        }
    }

    /** Decide when the image is built. */
    record AfterBuild() implements TestDecision {}

    /** There is no image to test, and nothing is going to build it. */
    record NotBuilt() implements TestDecision {}

    /** Returns the inputs of the test as far as they are known. */
    default SortedMap<String, String> inputs() {
        Optional<ContentKey> key = this instanceof UpToDate upToDate
                ? Optional.of(upToDate.record().key())
                : this instanceof Test test ? test.key() : Optional.empty();
        return key.map(ContentKey::components).orElseGet(Collections::emptySortedMap);
    }
}
