package dev.imagemanager.pipeline.step;

import java.util.List;
import java.util.Optional;

/**
 * Why work on a target is planned, or not.
 *
 * @param inputs what decides it, sorted by name
 * @param causes the work on other targets that it follows from, the first cause last
 */
public record Explanation(PlannedWork work, List<Input> inputs, List<PlannedWork> causes) {

    public Explanation {
        inputs = List.copyOf(inputs);
        causes = List.copyOf(causes);
    }

    /**
     * One input of the work.
     *
     * @param before its value at the last time; empty if it was none
     * @param now empty if it is none any more
     * @param details the difference: lines of a unified diff, or names of files; may be empty
     */
    public record Input(String name, Optional<String> before, Optional<String> now, List<String> details) {
        public Input {
            details = List.copyOf(details);
        }

        public boolean isChanged() {
            return !before.equals(now);
        }
    }
}
