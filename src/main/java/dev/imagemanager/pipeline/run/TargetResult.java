package dev.imagemanager.pipeline.run;

import dev.imagemanager.model.Target;
import dev.imagemanager.pipeline.build.BuildRecord;
import dev.imagemanager.pipeline.test.TestReport;
import java.util.Optional;

/**
 * What came of one target.
 *
 * @param build empty if it was not built
 * @param test empty if it was not tested
 */
public record TargetResult(Target target, State state, Optional<BuildRecord> build, Optional<TestReport> test) {

    public enum State {
        OK("ok"),
        UP_TO_DATE("up to date"),
        NO_TESTS("no tests"),
        BUILD_FAILED("build failed"),
        TEST_FAILED("test failed"),
        /** The tests said nothing since they could not be run. */
        NOT_TESTED("not tested"),
        BLOCKED("not built"),
        CANCELLED("cancelled");

        private final String words;

        State(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }
}
